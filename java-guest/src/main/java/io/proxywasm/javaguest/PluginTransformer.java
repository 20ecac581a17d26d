package io.proxywasm.javaguest;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Changes the classes of a plugin, its libraries and its sdk, where they are loaded:
 *
 * <ul>
 *   <li>a look at {@code Stop} where a method begins and before each jump back, so that every
 *       endless loop and recursion passes one;
 *   <li>where exceptions of all kinds are caught, those that end the VM are thrown on;
 *   <li>the JDK's ways to the outside lead to {@code Platform}.
 * </ul>
 *
 * Lines and variables stay as they are for a debugger. No frame of the verifier moves, as all that
 * is put in leaves the stack as it was.
 */
final class PluginTransformer {
  private static final String STOP = Inside.PACKAGE.replace('.', '/') + "Stop";
  private static final String CLOCK = "()Ljava/time/Clock;";
  private static final String CLOCK_OF_ZONE = "(Ljava/time/ZoneId;)Ljava/time/Clock;";

  /** What the sdk logs a failure with. */
  private static final String FAILURES = "io/proxywasm/sdk/Failures";

  /** Types that a catch would catch with what ends the VM. */
  private static final Set<String> FATAL =
      Set.of(
          "java/lang/Throwable",
          "java/lang/Exception",
          "java/lang/RuntimeException",
          "java/lang/Error",
          "java/lang/VirtualMachineError",
          "java/lang/StackOverflowError",
          "java/lang/OutOfMemoryError",
          "java/lang/InternalError");

  private final boolean stoppable;
  private final Predicate<String> isThrowable;

  /**
   * Makes one.
   *
   * @param stoppable whether the code shall look at {@code Stop}
   * @param isThrowable whether a class of the class path is an exception
   */
  PluginTransformer(boolean stoppable, Predicate<String> isThrowable) {
    this.stoppable = stoppable;
    this.isThrowable = isThrowable;
  }

  byte[] transform(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    String owner = reader.getClassName();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          @SuppressWarnings("NullAway") // ASM is not annotated.
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new Method(
                owner, super.visitMethod(access, name, descriptor, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private final class Method extends MethodVisitor {
    private final String owner;
    private final Set<Label> handlers = new HashSet<>();
    private final Set<Label> passed = new HashSet<>();
    private boolean atHandler;

    /** How much more of the stack is needed where the deepest place is changed. */
    private int moreStack;

    Method(String owner, MethodVisitor next) {
      super(Opcodes.ASM9, next);
      this.owner = owner;
    }

    private void look() {
      if (stoppable) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, STOP, "check", "()V", false);
      }
    }

    private void platform(String name, String descriptor) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, Redirects.PLATFORM, name, descriptor, false);
    }

    /** The first instruction of a handler: the exception is all that is on the stack. */
    private void instruction() {
      if (atHandler) {
        atHandler = false;
        moreStack = Math.max(moreStack, 1);
        super.visitInsn(Opcodes.DUP);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, STOP, "passOn", "(Ljava/lang/Throwable;)V", false);
      }
    }

    @Override
    public void visitCode() {
      super.visitCode();
      look();
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
      if (stoppable && type != null && FATAL.contains(type)) {
        handlers.add(handler);
      }
      super.visitTryCatchBlock(start, end, handler, type);
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      atHandler |= handlers.contains(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
      instruction();
      if (passed.contains(target)) {
        look();
      }
      super.visitJumpInsn(opcode, target);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
      instruction();
      lookIfBack(otherwise, targets);
      super.visitTableSwitchInsn(min, max, otherwise, targets);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
      instruction();
      lookIfBack(otherwise, targets);
      super.visitLookupSwitchInsn(otherwise, keys, targets);
    }

    private void lookIfBack(Label otherwise, Label[] targets) {
      boolean back = passed.contains(otherwise);
      for (Label target : targets) {
        back |= passed.contains(target);
      }
      if (back) {
        look();
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String type, String name, String descriptor) {
      instruction();
      Redirects.Target target = opcode == Opcodes.GETSTATIC ? Redirects.ofField(type, name) : null;
      if (target != null) {
        platform(target.name(), target.descriptor());
      } else {
        super.visitFieldInsn(opcode, type, name, descriptor);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String type, String name, String descriptor, boolean isInterface) {
      instruction();
      switch (opcode) {
        case Opcodes.INVOKESTATIC -> {
          if (redirectStatic(type, name, descriptor, isInterface)) {
            return;
          }
        }
        case Opcodes.INVOKEVIRTUAL -> {
          if (redirectVirtual(type, name, descriptor)) {
            return;
          }
        }
        case Opcodes.INVOKESPECIAL -> {
          if (type.equals("java/util/Date") && name.equals("<init>") && descriptor.equals("()V")) {
            moreStack = Math.max(moreStack, 2);
            platform("currentTimeMillis", "()J");
            super.visitMethodInsn(opcode, type, name, "(J)V", false);
            return;
          }
        }
        default -> {}
      }
      super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
    }

    private boolean redirectStatic(
        String type, String name, String descriptor, boolean isInterface) {
      Redirects.Target target = Redirects.ofStaticCall(type, name, descriptor);
      if (target != null) {
        platform(target.name(), target.descriptor());
        return true;
      }
      if (!Redirects.isNow(type, name, descriptor)) {
        return false;
      }
      moreStack = Math.max(moreStack, 1);
      platform("clock", descriptor.startsWith("()") ? CLOCK : CLOCK_OF_ZONE);
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          type,
          name,
          "(Ljava/time/Clock;)" + descriptor.substring(descriptor.indexOf(')') + 1),
          isInterface);
      return true;
    }

    private boolean redirectVirtual(String type, String name, String descriptor) {
      Redirects.Target target = Redirects.ofVirtualCall(type, name, descriptor);
      if (target != null) {
        platform(target.name(), target.descriptor());
        return true;
      }
      if (name.equals("printStackTrace") && descriptor.equals("()V") && isThrowable.test(type)) {
        platform(name, "(Ljava/lang/Throwable;)V");
        return true;
      }
      if (owner.equals(FAILURES) && name.equals("getStackTrace")) {
        platform("stackTrace", "(Ljava/lang/Throwable;)[Ljava/lang/StackTraceElement;");
        return true;
      }
      return false;
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      instruction();
      Object[] redirected = arguments.clone();
      for (int i = 0; i < redirected.length; i++) {
        if (redirected[i] instanceof Handle handle) {
          redirected[i] = redirected(handle);
        }
      }
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
    }

    private Handle redirected(Handle handle) {
      Redirects.Target target =
          switch (handle.getTag()) {
            case Opcodes.H_INVOKESTATIC ->
                Redirects.ofStaticCall(handle.getOwner(), handle.getName(), handle.getDesc());
            case Opcodes.H_INVOKEVIRTUAL ->
                Redirects.ofVirtualCall(handle.getOwner(), handle.getName(), handle.getDesc());
            default -> null;
          };
      return target == null
          ? handle
          : new Handle(
              Opcodes.H_INVOKESTATIC,
              Redirects.PLATFORM,
              target.name(),
              target.descriptor(),
              false);
    }

    @Override
    public void visitInsn(int opcode) {
      instruction();
      super.visitInsn(opcode);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      instruction();
      super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
      instruction();
      super.visitVarInsn(opcode, variable);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      instruction();
      super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitLdcInsn(Object value) {
      instruction();
      super.visitLdcInsn(value);
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
      instruction();
      super.visitIincInsn(variable, increment);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      instruction();
      super.visitMultiANewArrayInsn(descriptor, dimensions);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + moreStack, maxLocals);
    }
  }
}
