package io.proxywasm.compiler.teavm;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ClassReader;
import org.teavm.model.ElementModifier;
import org.teavm.model.FieldReference;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.vm.TeaVM;

/**
 * Leads what TeaVM's class library takes from JavaScript (time, console, randomness, stacks) to the
 * sdk.
 */
final class PlatformTransformer implements ClassHolderTransformer {
  private static final String PLATFORM = Sdk.WASM_PACKAGE + "Platform";
  private static final String CONSTANTS = Sdk.WASM_PACKAGE + "Constants";
  private static final String EXPORT = "org.teavm.interop.Export";
  private static final ValueType UUID = ValueType.object("java.util.UUID");
  private static final ValueType STRING = ValueType.object("java.lang.String");
  private static final ValueType SEQUENCE = ValueType.object("java.lang.CharSequence");
  private static final ValueType ITERABLE = ValueType.object("java.lang.Iterable");
  private static final MethodReference MILLIS =
      new MethodReference(PLATFORM, "currentTimeMillis", ValueType.LONG);

  private final String mainClass;
  private final boolean stackTraces;

  PlatformTransformer(String mainClass, boolean stackTraces) {
    this.mainClass = mainClass;
    this.stackTraces = stackTraces;
  }

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    switch (cls.getName()) {
      case "java.lang.Throwable" -> {
        Insert.returning(Insert.method(cls, "fillInStackTrace"), 0);
        Insert.returning(Insert.method(cls, "ensureStackTrace"), -1);
      }
      case "java.lang.System" ->
          Insert.delegate(
              Insert.method(cls, "nanoTime"),
              new MethodReference(PLATFORM, "nanoTime", ValueType.LONG));
      case "java.lang.String" -> {
        Insert.delegate(
            Insert.method(cls, "join", SEQUENCE, ITERABLE, STRING),
            new MethodReference(Sdk.WASM_PACKAGE + "Texts", "join", SEQUENCE, ITERABLE, STRING));
        digits(cls, "valueOf", ValueType.INTEGER);
        digits(cls, "valueOf", ValueType.LONG);
      }
      case "java.lang.Integer" -> digits(cls, "toString", ValueType.INTEGER);
      case "java.lang.Long" -> digits(cls, "toString", ValueType.LONG);
      case "java.lang.Math" ->
          Insert.delegate(
              Insert.method(cls, "random"),
              new MethodReference(PLATFORM, "random", ValueType.DOUBLE));
      case "org.teavm.runtime.heap.Heap" ->
          Insert.returning(Insert.method(cls, "notifyHeapResized"), -1);
      case "org.teavm.backend.wasm.runtime.WasmGCSupport" -> {
        console(cls, "putCharStdout", "out");
        console(cls, "putCharStderr", "err");
        Insert.delegate(
            Insert.method(cls, "nextCharArray"),
            new MethodReference(
                CONSTANTS, "nextCharArray", ValueType.arrayOf(ValueType.CHARACTER)));
      }
      case CONSTANTS ->
          Insert.delegate(
              Insert.method(cls, "nextByte"),
              new MethodReference(
                  "org.teavm.backend.wasm.runtime.WasmGCSupport", "nextByte", ValueType.BYTE));
      case "java.security.SecureRandom" ->
          Insert.delegate(
              Insert.method(cls, "nextBytes"),
              new MethodReference(
                  PLATFORM, "randomBytes", ValueType.arrayOf(ValueType.BYTE), ValueType.VOID));
      case "java.util.UUID" ->
          Insert.delegate(
              Insert.method(cls, "randomUUID"), new MethodReference(PLATFORM, "randomUuid", UUID));
      case Sdk.PACKAGE + "Failures" -> {
        if (!stackTraces) {
          Insert.returning(Insert.method(cls, "withTrace"), 1);
        }
      }
      case Sdk.START -> callMain(Insert.method(cls, "pluginMain"), context);
      case Sdk.WASM_PACKAGE + "Texts" -> {
        Insert.delegate(
            Insert.method(cls, "own"),
            new MethodReference(
                "java.lang.String", "fromArray", ValueType.arrayOf(ValueType.CHARACTER), STRING));
        Insert.returningField(
            Insert.method(cls, "characters"),
            new FieldReference("java.lang.String", "characters"),
            ValueType.arrayOf(ValueType.CHARACTER));
      }
      default -> {}
    }
    for (MethodHolder method : cls.getMethods()) {
      replaceTime(method);
      if (!cls.getName().startsWith(Sdk.WASM_PACKAGE)
          && method.getAnnotations().get(EXPORT) != null) {
        // TeaVM's own exports are for JavaScript; they would keep its heap and its event queue
        // alive.
        method.getAnnotations().remove(EXPORT);
      }
    }
  }

  /** A number as text. */
  private static void digits(ClassHolder cls, String name, ValueType number) {
    Insert.delegate(
        Insert.method(cls, name, number, STRING),
        new MethodReference(Sdk.PACKAGE + "Digits", "of", number, STRING));
  }

  private static void console(ClassHolder cls, String method, String stream) {
    Insert.delegate(
        Insert.method(cls, method),
        new MethodReference(PLATFORM, stream, ValueType.CHARACTER, ValueType.VOID));
  }

  /** The plugin's main takes an array, which is empty, or nothing. */
  private void callMain(MethodHolder caller, ClassHolderTransformerContext context) {
    caller.getModifiers().remove(ElementModifier.NATIVE);
    ProgramEmitter body = ProgramEmitter.create(caller, context.getHierarchy());
    ClassReader cls = context.getHierarchy().getClassSource().get(mainClass);
    if (cls != null && cls.getMethod(TeaVM.MAIN_METHOD_DESC) != null) {
      body.invoke(
          new MethodReference(mainClass, TeaVM.MAIN_METHOD_DESC), body.constructArray(STRING, 0));
    } else {
      body.invoke(new MethodReference(mainClass, TeaVM.SHORT_MAIN_METHOD_DESC));
    }
    body.exit();
  }

  private static void replaceTime(MethodHolder method) {
    if (method.getProgram() == null) {
      return;
    }
    for (BasicBlock block : method.getProgram().getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof InvokeInstruction call
            && call.getMethod().getName().equals("currentTimeMillis")
            && call.getMethod().getClassName().equals("java.lang.System")) {
          call.setMethod(MILLIS);
        }
      }
    }
  }
}
