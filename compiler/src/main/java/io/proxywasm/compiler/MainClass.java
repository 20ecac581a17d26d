package io.proxywasm.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.teavm.asm.ClassReader;
import org.teavm.asm.ClassVisitor;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;

/** Finds the main class of a plugin, for those who do not want to name it. */
public final class MainClass {
  private static final String ENTRY = "io/proxywasm/sdk/ProxyWasm";

  private MainClass() {}

  /**
   * Returns the classes below a folder that have a {@code main} and call {@code ProxyWasm}, in the
   * order of their names. A plugin has one.
   *
   * @param classes the root folder of compiled classes
   * @throws UncheckedIOException if the folder cannot be read
   */
  public static List<String> find(Path classes) {
    if (!Files.isDirectory(classes)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".class"))
          .flatMap(file -> mainClass(file).stream())
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read classes in " + classes, unreadable);
    }
  }

  /**
   * Returns whether the bytes are those of a class that has a {@code main} to start a plugin with.
   */
  static boolean hasMain(byte[] classFile) {
    Finder finder = new Finder();
    return read(classFile, finder).isPresent() && finder.hasMain;
  }

  private static Optional<ClassReader> read(byte[] classFile, Finder finder) {
    try {
      ClassReader reader = new ClassReader(classFile);
      reader.accept(finder, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return Optional.of(reader);
    } catch (IllegalArgumentException | IndexOutOfBoundsException noClassFile) {
      return Optional.empty();
    }
  }

  private static Optional<String> mainClass(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file, unreadable);
    }
    Finder finder = new Finder();
    return read(bytes, finder)
        .filter(reader -> finder.hasMain && finder.callsEntry)
        .map(reader -> reader.getClassName().replace('/', '.'));
  }

  private static final class Finder extends ClassVisitor {
    boolean hasMain;
    boolean callsEntry;

    Finder() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      hasMain |=
          name.equals("main")
              && (access & Opcodes.ACC_STATIC) != 0
              && (descriptor.equals("([Ljava/lang/String;)V") || descriptor.equals("()V"));
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          callsEntry |= owner.equals(ENTRY);
        }
      };
    }
  }
}
