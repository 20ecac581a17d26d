package io.proxywasm.javaguest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes the static state of classes such that it can be made anew, so that the classes of a VM that
 * has ended can serve another one: what a static initializer did is in a method, and {@code
 * Restart} is told of every class that was initialized.
 */
final class RestartTransformer {
  /** The method that stands for the static initializer. */
  static final String METHOD = "$restart";

  private static final String RESTART = Inside.PACKAGE.replace('.', '/') + "Restart";
  private static final String OURS = "io/proxywasm/";
  private static final String INITIALIZER = "<clinit>";

  /**
   * What became of a class.
   *
   * @param restartable whether a VM with this class can be used again
   */
  record Result(byte[] bytes, boolean restartable) {}

  private RestartTransformer() {}

  static Result transform(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    String name = reader.getClassName();
    Statics statics = new Statics(name);
    reader.accept(statics, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    if (name.equals(RESTART) || statics.fields.isEmpty() && !statics.hasInitializer) {
      return new Result(classFile, true);
    }
    if ((reader.getAccess() & (Opcodes.ACC_ENUM | Opcodes.ACC_INTERFACE)) != 0) {
      // Their constants are final for the JVM and known to the JDK.
      return new Result(classFile, name.startsWith(OURS) || statics.onlyEnumConstants);
    }
    if (!statics.harmless) {
      return new Result(classFile, false);
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Change(writer, name, statics), 0);
    return new Result(writer.toByteArray(), true);
  }

  private static boolean isState(int access, @Nullable Object constant) {
    return (access & Opcodes.ACC_STATIC) != 0 && constant == null;
  }

  private record Field(String name, String descriptor) {}

  /** Looks at the static fields and the static initializer of a class. */
  private static final class Statics extends ClassVisitor {
    final List<Field> fields = new ArrayList<>();
    boolean hasInitializer;
    boolean onlyEnumConstants = true;

    /** Whether the initializer may run at another time: it calls the JDK only, or is ours. */
    boolean harmless = true;

    private final boolean ours;

    Statics(String name) {
      super(Opcodes.ASM9);
      this.ours =
          name.startsWith(OURS + "sdk/")
              || name.startsWith(OURS + "abi/")
              || name.startsWith(OURS + "javaguest/");
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      if (isState(access, value)) {
        fields.add(new Field(name, descriptor));
        onlyEnumConstants &= (access & Opcodes.ACC_ENUM) != 0 || name.equals("$VALUES");
      }
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!name.equals(INITIALIZER)) {
        return null;
      }
      hasInitializer = true;
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          harmless &= ours || owner.startsWith("java/") || owner.startsWith("[");
        }
      };
    }
  }

  private static final class Change extends ClassVisitor {
    private final String name;
    private final Statics statics;

    Change(ClassVisitor next, String name, Statics statics) {
      super(Opcodes.ASM9, next);
      this.name = name;
      this.statics = statics;
    }

    @Override
    public FieldVisitor visitField(
        int access,
        String field,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      int changed = isState(access, value) ? access & ~Opcodes.ACC_FINAL : access;
      return super.visitField(changed, field, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!method.equals(INITIALIZER)) {
        return super.visitMethod(access, method, descriptor, signature, exceptions);
      }
      return new MethodVisitor(Opcodes.ASM9, restart()) {
        @Override
        public void visitCode() {
          super.visitCode();
          clear(this);
        }
      };
    }

    private MethodVisitor restart() {
      return super.visitMethod(
          Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, METHOD, "()V", null, null);
    }

    private void clear(MethodVisitor code) {
      for (Field field : statics.fields) {
        Type type = Type.getType(field.descriptor);
        code.visitInsn(
            switch (type.getSort()) {
              case Type.LONG -> Opcodes.LCONST_0;
              case Type.FLOAT -> Opcodes.FCONST_0;
              case Type.DOUBLE -> Opcodes.DCONST_0;
              case Type.ARRAY, Type.OBJECT -> Opcodes.ACONST_NULL;
              default -> Opcodes.ICONST_0;
            });
        code.visitFieldInsn(Opcodes.PUTSTATIC, name, field.name, field.descriptor);
      }
    }

    @Override
    public void visitEnd() {
      if (!statics.hasInitializer) {
        MethodVisitor restart = restart();
        restart.visitCode();
        clear(restart);
        restart.visitInsn(Opcodes.RETURN);
        restart.visitMaxs(0, 0);
        restart.visitEnd();
      }
      MethodVisitor initializer =
          super.visitMethod(Opcodes.ACC_STATIC, INITIALIZER, "()V", null, null);
      initializer.visitCode();
      initializer.visitMethodInsn(Opcodes.INVOKESTATIC, RESTART, "begin", "()V", false);
      initializer.visitMethodInsn(Opcodes.INVOKESTATIC, name, METHOD, "()V", false);
      initializer.visitLdcInsn(Type.getObjectType(name));
      initializer.visitMethodInsn(
          Opcodes.INVOKESTATIC, RESTART, "end", "(Ljava/lang/Class;)V", false);
      initializer.visitInsn(Opcodes.RETURN);
      initializer.visitMaxs(0, 0);
      initializer.visitEnd();
      super.visitEnd();
    }
  }
}
