package io.proxywasm.javaguest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file says of its methods, and whom they call. Names are those of class files ({@code
 * a/b/C}); a method's key is its name and descriptor.
 */
record ClassFile(
    String name,
    @Nullable String superName,
    List<String> interfaces,
    int access,
    Map<String, Method> methods) {
  private static final String CALLBACK = "Lio/proxywasm/sdk/Callback;";

  /**
   * A method.
   *
   * @param callbacks what its annotation {@code Callback} names
   */
  record Method(int access, List<String> callbacks, List<Reference> references) {
    boolean isAbstract() {
      return (access & Opcodes.ACC_ABSTRACT) != 0;
    }

    boolean isStatic() {
      return (access & Opcodes.ACC_STATIC) != 0;
    }
  }

  /**
   * What a method names of another class.
   *
   * @param key the method, or null when only the class is named
   */
  record Reference(String owner, @Nullable String key, boolean isNew, boolean isVirtual) {}

  static ClassFile read(byte[] bytes) {
    Reader reader = new Reader();
    new ClassReader(bytes).accept(reader, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return reader.result();
  }

  private static final class Reader extends ClassVisitor {
    private String name = "";
    private @Nullable String superName;
    private List<String> interfaces = List.of();
    private int access;
    private final Map<String, Method> methods = new LinkedHashMap<>();

    Reader() {
      super(Opcodes.ASM9);
    }

    ClassFile result() {
      return new ClassFile(name, superName, interfaces, access, methods);
    }

    @Override
    @SuppressWarnings("NullAway") // ASM is not annotated.
    public void visit(
        int version,
        int flags,
        String className,
        String signature,
        String superClass,
        String[] interfaceNames) {
      name = className;
      superName = superClass;
      interfaces = List.of(interfaceNames);
      access = flags;
    }

    @Override
    @SuppressWarnings("NullAway")
    public MethodVisitor visitMethod(
        int flags, String method, String descriptor, String signature, String[] exceptions) {
      Method read = new Method(flags, new ArrayList<>(), new ArrayList<>());
      methods.put(method + descriptor, read);
      return new MethodReader(read);
    }
  }

  private static final class MethodReader extends MethodVisitor {
    private final Method method;

    MethodReader(Method method) {
      super(Opcodes.ASM9);
      this.method = method;
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      if (!descriptor.equals(CALLBACK)) {
        return null;
      }
      return new AnnotationVisitor(Opcodes.ASM9) {
        @Override
        public void visit(String name, Object value) {
          method.callbacks().add((String) value);
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
          return this;
        }
      };
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (opcode == Opcodes.NEW) {
        method.references().add(new Reference(type, null, true, false));
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
        method.references().add(new Reference(owner, null, false, false));
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean virtual = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
      method.references().add(new Reference(owner, name + descriptor, false, virtual));
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      constants(arguments);
    }

    @Override
    public void visitLdcInsn(Object value) {
      constants(value);
    }

    private void constants(Object... values) {
      for (Object value : values) {
        if (value instanceof Handle handle && handle.getDesc().startsWith("(")) {
          int tag = handle.getTag();
          method
              .references()
              .add(
                  new Reference(
                      handle.getOwner(),
                      handle.getName() + handle.getDesc(),
                      tag == Opcodes.H_NEWINVOKESPECIAL,
                      tag == Opcodes.H_INVOKEVIRTUAL || tag == Opcodes.H_INVOKEINTERFACE));
        } else if (value instanceof ConstantDynamic dynamic) {
          for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
            constants(dynamic.getBootstrapMethodArgument(i));
          }
        }
      }
    }
  }
}
