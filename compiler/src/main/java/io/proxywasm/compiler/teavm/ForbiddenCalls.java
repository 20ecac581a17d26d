package io.proxywasm.compiler.teavm;

import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.compiler.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.teavm.dependency.DependencyInfo;
import org.teavm.dependency.MethodDependencyInfo;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.instructions.InvokeInstruction;

/**
 * Notes the calls of a plugin, and of its libraries, to what TeaVM has but a proxy cannot give:
 * threads, files, lookup by name. Only those in methods that are reached are an error.
 */
final class ForbiddenCalls implements ClassHolderTransformer {
  private final Map<MethodReference, List<InvokeInstruction>> calls = new LinkedHashMap<>();
  private final List<MethodReference> natives = new ArrayList<>();

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    if (!Places.isOfPlugin(cls.getName())) {
      return;
    }
    for (MethodHolder method : cls.getMethods()) {
      if (method.hasModifier(ElementModifier.NATIVE)
          && method.getAnnotations().get("org.teavm.interop.Import") == null) {
        natives.add(method.getReference());
        // With a body there is no message of TeaVM's own.
        method.getModifiers().remove(ElementModifier.NATIVE);
        ProgramEmitter body = ProgramEmitter.create(method, context.getHierarchy());
        if (method.getResultType() == ValueType.VOID) {
          body.exit();
        } else {
          body.defaultValue(method.getResultType()).returnValue();
        }
      }
      if (method.getProgram() == null) {
        continue;
      }
      for (BasicBlock block : method.getProgram().getBasicBlocks()) {
        for (Instruction instruction : block) {
          if (instruction instanceof InvokeInstruction call
              && Advice.forMethod(call.getMethod().getClassName(), call.getMethod().getName())
                  .isPresent()) {
            calls.computeIfAbsent(method.getReference(), m -> new ArrayList<>()).add(call);
          }
        }
      }
    }
  }

  List<Diagnostic> diagnostics(DependencyInfo info) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    calls.forEach(
        (method, forbidden) -> {
          if (!isReached(info, method)) {
            return;
          }
          for (InvokeInstruction call : forbidden) {
            MethodReference target = call.getMethod();
            diagnostics.add(
                new Diagnostic(
                    Severity.ERROR,
                    target.getClassName() + "." + target.getName() + " cannot work in a plugin",
                    Optional.of(Places.place(method, call.getLocation())),
                    List.of(),
                    Advice.forMethod(target.getClassName(), target.getName())));
          }
        });
    for (MethodReference method : natives) {
      if (isReached(info, method)) {
        var path = Places.pathToCaller(info.getCallGraph(), method);
        diagnostics.add(
            new Diagnostic(
                Severity.ERROR,
                "native method "
                    + method.getClassName()
                    + "."
                    + method.getName()
                    + " cannot work in a plugin",
                path.stream().findFirst(),
                List.of(),
                Optional.of(Advice.forNativeMethod())));
      }
    }
    return diagnostics;
  }

  private static boolean isReached(DependencyInfo info, MethodReference method) {
    MethodDependencyInfo dependency = info.getMethod(method);
    return dependency != null && dependency.isUsed();
  }
}
