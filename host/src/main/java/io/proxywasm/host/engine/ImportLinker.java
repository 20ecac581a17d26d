package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lets compiled functions call imports directly. Endive's compiler makes a method of each import
 * that packs the arguments into an array and looks the function up; here it becomes a call of a
 * constant {@link MethodHandle}, which the JVM compiles into the caller.
 *
 * <p>And lets what makes arrays of a length that is not constant ask {@link ArrayLimit#CHECK}
 * first.
 *
 * <p>The handles are constants of one more class, which gets them from its class loader as an
 * {@link IntFunction}: so generated code knows no class of this package, and can be kept on disk.
 */
final class ImportLinker {
  /** What follows the main class in the names of classes that hold functions. */
  static final String GROUP = "FuncGroup_";

  /** What a function's method is called, before its index. */
  static final String FUNCTION = "func_";

  /** The class of what generated code calls. */
  private static final String HELPERS = "Shaded";

  /** Where the length is among their arguments, in slots; the instance is the last one. */
  private static final Map<String, Integer> ARRAY_MAKERS =
      Map.of("arrayNew", 2, "arrayNewRef", 1, "arrayNewDefault", 0);

  private static final String ARRAY_CHECK = "array";
  private static final String HANDLE = Type.getDescriptor(MethodHandle.class);
  private static final String HANDLE_CLASS = Type.getInternalName(MethodHandle.class);
  private static final String SOURCE_CLASS = Type.getInternalName(IntFunction.class);

  private final String holder;
  private final int imports;

  private ImportLinker(String holder, int imports) {
    this.holder = holder;
    this.imports = imports;
  }

  static SortedMap<String, byte[]> link(
      SortedMap<String, byte[]> classes, String mainClass, int imports) {
    String name = mainClass + "Imports";
    ImportLinker linker = new ImportLinker(name.replace('.', '/'), imports);
    SortedMap<String, byte[]> linked = new TreeMap<>(classes);
    linked.replaceAll(
        (each, bytes) -> {
          if (each.startsWith(mainClass + GROUP)) {
            return linker.rewrite(bytes, Rewriter::new);
          }
          return each.equals(mainClass + HELPERS) ? linker.rewrite(bytes, ArrayGuard::new) : bytes;
        });
    linked.put(name, linker.holderClass());
    return linked;
  }

  private byte[] rewrite(
      byte[] original, BiFunction<ImportLinker, ClassVisitor, ClassVisitor> visitor) {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(visitor.apply(this, writer), 0);
    return writer.toByteArray();
  }

  /** Makes imports call their handles. */
  private static final class Rewriter extends ClassVisitor {
    private final ImportLinker linker;

    Rewriter(ImportLinker linker, ClassVisitor next) {
      super(Opcodes.ASM9, next);
      this.linker = linker;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (!name.startsWith(FUNCTION)
          || Integer.parseInt(name.substring(FUNCTION.length())) >= linker.imports) {
        return method;
      }
      linker.call(method, name, descriptor);
      return null; // The old body is not visited.
    }
  }

  /** Asks before each array. */
  private static final class ArrayGuard extends ClassVisitor {
    private final ImportLinker linker;

    ArrayGuard(ImportLinker linker, ClassVisitor next) {
      super(Opcodes.ASM9, next);
      this.linker = linker;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      Integer length = ARRAY_MAKERS.get(name);
      return length == null ? method : linker.guarded(method, length, descriptor);
    }
  }

  private MethodVisitor guarded(MethodVisitor method, int length, String descriptor) {
    int instance = -1;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      instance += argument.getSize();
    }
    int last = instance;
    return new MethodVisitor(Opcodes.ASM9, method) {
      @Override
      public void visitCode() {
        super.visitCode();
        super.visitFieldInsn(Opcodes.GETSTATIC, holder, ARRAY_CHECK, HANDLE);
        super.visitVarInsn(Opcodes.ILOAD, length);
        super.visitVarInsn(Opcodes.ALOAD, last);
        super.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL,
            HANDLE_CLASS,
            "invokeExact",
            ArrayLimit.CHECK.type().toMethodDescriptorString(),
            /* isInterface= */ false);
      }

      @Override
      public void visitMaxs(int stack, int locals) {
        super.visitMaxs(Math.max(stack, 3), locals);
      }
    };
  }

  private void call(MethodVisitor method, String field, String descriptor) {
    method.visitCode();
    method.visitFieldInsn(Opcodes.GETSTATIC, holder, field, HANDLE);
    int local = 0;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, HANDLE_CLASS, "invokeExact", descriptor, /* isInterface= */ false);
    method.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    method.visitMaxs(local + 2, local);
    method.visitEnd();
  }

  private byte[] holderClass() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V11,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        holder,
        null,
        Type.getInternalName(Object.class),
        null);
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    method.visitCode();
    method.visitLdcInsn(Type.getObjectType(holder));
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        Type.getInternalName(Class.class),
        "getClassLoader",
        Type.getMethodDescriptor(Type.getType(ClassLoader.class)),
        false);
    method.visitTypeInsn(Opcodes.CHECKCAST, SOURCE_CLASS);
    method.visitVarInsn(Opcodes.ASTORE, 0);
    for (int i = 0; i <= imports; i++) {
      String field = i < imports ? FUNCTION + i : ARRAY_CHECK;
      writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, field, HANDLE, null, null);
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitLdcInsn(i);
      method.visitMethodInsn(
          Opcodes.INVOKEINTERFACE, SOURCE_CLASS, "apply", "(I)Ljava/lang/Object;", true);
      method.visitTypeInsn(Opcodes.CHECKCAST, HANDLE_CLASS);
      method.visitFieldInsn(Opcodes.PUTSTATIC, holder, field, HANDLE);
    }
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
