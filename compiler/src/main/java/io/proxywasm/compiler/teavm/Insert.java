package io.proxywasm.compiler.teavm;

import org.teavm.model.ClassHolder;
import org.teavm.model.ElementModifier;
import org.teavm.model.FieldReference;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;

/** Gives methods new bodies. */
final class Insert {
  private Insert() {}

  /**
   * Makes a method do nothing but call a static one, with its own arguments, and return what that
   * returns.
   */
  static void delegate(MethodHolder method, MethodReference target) {
    Program program = emptyBody(method);
    InvokeInstruction call = new InvokeInstruction();
    call.setType(InvocationType.SPECIAL);
    call.setMethod(target);
    Variable[] arguments = new Variable[target.parameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = program.variableAt(i + 1);
    }
    call.setArguments(arguments);
    ExitInstruction exit = new ExitInstruction();
    if (target.getReturnType() != ValueType.VOID) {
      Variable result = program.createVariable();
      call.setReceiver(result);
      exit.setValueToReturn(result);
    }
    program.basicBlockAt(0).add(call);
    program.basicBlockAt(0).add(exit);
  }

  /**
   * Makes a method return one of its variables (0 is this), or nothing where the number is
   * negative.
   */
  static void returning(MethodHolder method, int variable) {
    Program program = emptyBody(method);
    ExitInstruction exit = new ExitInstruction();
    if (variable >= 0) {
      exit.setValueToReturn(program.variableAt(variable));
    }
    program.basicBlockAt(0).add(exit);
  }

  /** Makes a static method return a field of its first argument. */
  static void returningField(MethodHolder method, FieldReference field, ValueType type) {
    Program program = emptyBody(method);
    GetFieldInstruction get = new GetFieldInstruction();
    get.setInstance(program.variableAt(1));
    get.setField(field);
    get.setFieldType(type);
    get.setReceiver(program.createVariable());
    program.basicBlockAt(0).add(get);
    ExitInstruction exit = new ExitInstruction();
    exit.setValueToReturn(get.getReceiver());
    program.basicBlockAt(0).add(exit);
  }

  private static Program emptyBody(MethodHolder method) {
    method.getModifiers().remove(ElementModifier.NATIVE);
    for (String annotation :
        new String[] {"org.teavm.interop.Import", "org.teavm.interop.Intrinsified"}) {
      if (method.getAnnotations().get(annotation) != null) {
        method.getAnnotations().remove(annotation);
      }
    }
    Program program = new Program();
    for (int i = 0; i <= method.parameterCount(); i++) {
      program.createVariable();
    }
    program.createBasicBlock();
    method.setProgram(program);
    return program;
  }

  static MethodHolder method(ClassHolder cls, String name) {
    for (MethodHolder method : cls.getMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw missing(cls, name);
  }

  /** Returns the method with these parameters and, the last of the types, this result. */
  static MethodHolder method(ClassHolder cls, String name, ValueType... signature) {
    MethodHolder method = cls.getMethod(new MethodDescriptor(name, signature));
    if (method == null) {
      throw missing(cls, name);
    }
    return method;
  }

  private static IllegalStateException missing(ClassHolder cls, String name) {
    return new IllegalStateException(
        cls.getName() + " has no method " + name + "; is this TeaVM 0.15.0?");
  }
}
