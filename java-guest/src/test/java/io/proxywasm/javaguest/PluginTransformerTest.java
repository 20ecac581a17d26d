package io.proxywasm.javaguest;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.javaguest.plugins.CasePlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class PluginTransformerTest {
  private static final String STOP = "io/proxywasm/javaguest/inside/Stop";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepLinesAndVariablesWhenItChangesAClass(boolean stoppable) {
    byte[] original = bytes(CasePlugin.class);
    byte[] changed = transform(original, stoppable);
    assertThat(changed).isNotEqualTo(original);
    assertThat(debugOf(changed)).isNotEmpty().isEqualTo(debugOf(original));
  }

  @Test
  void shouldNotLookAtStopWhenADebuggerDoes() {
    byte[] original = bytes(CasePlugin.class);
    assertThat(callsOf(transform(original, true))).contains(STOP);
    assertThat(callsOf(transform(original, false)))
        .doesNotContain(STOP)
        .contains("io/proxywasm/javaguest/inside/Platform");
  }

  /** The verifier has to take each. */
  @Test
  void shouldStayValidWhenAnyClassIsChanged() throws Exception {
    List<Path> jars =
        List.of(
            Plugins.pathOf(ClassWriter.class),
            Plugins.pathOf(Test.class),
            Plugins.pathOf(Assertions.class));
    try (ClassPath path = ClassPath.open(jars)) {
      VmClassLoader loader =
          new VmClassLoader(new PluginClasses(path, new PluginTransformer(true, name -> false)));
      int verified = 0;
      for (Path jar : jars) {
        for (String name : classesIn(jar)) {
          verified += verify(loader, name);
        }
      }
      assertThat(verified).isGreaterThan(500);
    }
  }

  private static int verify(ClassLoader loader, String name) throws ClassNotFoundException {
    try {
      // Asking for its methods links a class, and so verifies it.
      return Math.min(1, loader.loadClass(name).getDeclaredMethods().length);
    } catch (NoClassDefFoundError ofAnotherLibrary) {
      return 0;
    }
  }

  private static List<String> classesIn(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return Collections.list(file.entries()).stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .filter(name -> !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  private static byte[] transform(byte[] bytes, boolean stoppable) {
    return new PluginTransformer(stoppable, name -> false).transform(bytes);
  }

  private static byte[] bytes(Class<?> type) {
    try (ClassPath path = ClassPath.open(List.of(Plugins.pathOf(type)))) {
      return Objects.requireNonNull(path.find(type.getName().replace('.', '/') + ".class")).bytes();
    }
  }

  private static List<String> debugOf(byte[] bytes) {
    List<String> all = new ArrayList<>();
    visit(
        bytes,
        new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitLineNumber(int line, Label start) {
            all.add("line " + line);
          }

          @Override
          public void visitLocalVariable(
              String name,
              String descriptor,
              @Nullable String signature,
              Label start,
              Label end,
              int index) {
            all.add(name + " " + descriptor + " " + index);
          }
        });
    return all;
  }

  private static List<String> callsOf(byte[] bytes) {
    List<String> all = new ArrayList<>();
    visit(
        bytes,
        new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitMethodInsn(
              int opcode, String owner, String name, String descriptor, boolean isInterface) {
            all.add(owner);
          }
        });
    return all;
  }

  private static void visit(byte[] bytes, MethodVisitor methods) {
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                return methods;
              }
            },
            0);
  }
}
