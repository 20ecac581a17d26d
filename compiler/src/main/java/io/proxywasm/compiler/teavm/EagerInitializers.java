package io.proxywasm.compiler.teavm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.teavm.dependency.DependencyInfo;
import org.teavm.dependency.MethodDependencyInfo;
import org.teavm.model.BasicBlock;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReader;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.instructions.InitClassInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;

/**
 * Runs the static initializers of the sdk once, at the start, in the place of a check at each use:
 * an indirect call that V8 cannot see through, several times for each header. The plugin's own
 * classes keep Java's lazy initialization.
 */
final class EagerInitializers {
  private static final MethodDescriptor CLINIT = new MethodDescriptor("<clinit>", void.class);

  /** Those of the JDK that everything uses, and that depend on nothing. */
  private static final Set<String> OF_JDK = Set.of("java.lang.String", "java.lang.Character");

  private EagerInitializers() {}

  static void apply(Program program, MethodReader method, DependencyInfo info) {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof InitClassInstruction init && isEager(init.getClassName())) {
          init.delete();
        }
      }
    }
    if (method.getOwnerName().equals(Sdk.START) && method.getName().equals("initialize")) {
      Instruction first = program.basicBlockAt(0).getFirstInstruction();
      for (String className : eagerClasses(info)) {
        InvokeInstruction call = new InvokeInstruction();
        call.setType(InvocationType.SPECIAL);
        call.setMethod(new MethodReference(className, CLINIT));
        first.insertPrevious(call);
      }
    }
  }

  private static boolean isEager(String className) {
    return className.startsWith(Sdk.PACKAGE)
        || className.startsWith("io.proxywasm.abi.")
        || OF_JDK.contains(className);
  }

  /** In an order that is the same each time: the JDK's first, as the sdk's may use them. */
  private static List<String> eagerClasses(DependencyInfo info) {
    List<String> classes = new ArrayList<>();
    for (String className : info.getReachableClasses()) {
      if (isEager(className)) {
        MethodDependencyInfo initializer = info.getMethod(new MethodReference(className, CLINIT));
        if (initializer != null && initializer.isUsed()) {
          classes.add(className);
        }
      }
    }
    classes.sort((a, b) -> order(a).compareTo(order(b)));
    return classes;
  }

  private static String order(String className) {
    return (OF_JDK.contains(className) ? "0" : className.equals(Sdk.START) ? "1" : "2") + className;
  }
}
