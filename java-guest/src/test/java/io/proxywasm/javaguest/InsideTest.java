package io.proxywasm.javaguest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.proxywasm.host.guest.GuestException;
import io.proxywasm.javaguest.plugins.CasePlugin;
import io.proxywasm.sdk.Callbacks;
import io.proxywasm.sdk.Hostcalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Plugins with an sdk of another version, which is made here of this one. */
class InsideTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void shouldTakeTheSdkOfThePluginWhenItFits() throws IOException {
    write(Hostcalls.class, new ClassWriter(0), "");
    assertThatCode(() -> open().close()).doesNotThrowAnyException();
  }

  @Test
  void shouldNameBothVersionsWhenTheSdkNeedsAnotherHostcall() throws IOException {
    ClassWriter writer = new ClassWriter(0);
    write(
        Hostcalls.class,
        writer,
        "",
        () ->
            writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "teleport", "(I)V", null, null));
    Path properties =
        Files.createDirectories(folder.resolve("META-INF/maven/io.proxywasm/proxy-wasm-sdk"))
            .resolve("pom.properties");
    Files.writeString(properties, "version=9.9.9\n");
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(this::open)
        .withMessageMatching(
            "the plugin was built with proxy-wasm-sdk 9\\.9\\.9, this host has \\d+\\.\\d+\\.\\d+.*:"
                + " the plugin's needs io\\.proxywasm\\.sdk\\.Hostcalls\\.teleport\\(I\\)V\\. Build"
                + " it with the version of the host\\.");
  }

  @Test
  void shouldSayWhatIsMissingWhenTheSdkHasNotACallback() throws IOException {
    write(Callbacks.class, new ClassWriter(0), "onTick");
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(this::open)
        .withMessageContaining("the plugin's does not have io.proxywasm.sdk.Callbacks.onTick(I)V");
  }

  private JavaPlugin open() {
    List<Path> classPath = new ArrayList<>(List.of(folder));
    classPath.addAll(Plugins.classPath());
    return JavaPlugin.of(CasePlugin.class.getName(), classPath);
  }

  private void write(Class<?> type, ClassWriter writer, String without) throws IOException {
    write(type, writer, without, () -> {});
  }

  private void write(Class<?> type, ClassWriter writer, String without, Runnable more)
      throws IOException {
    new ClassReader(type.getName())
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                return name.equals(without)
                    ? null
                    : super.visitMethod(access, name, descriptor, signature, exceptions);
              }

              @Override
              public void visitEnd() {
                more.run();
                super.visitEnd();
              }
            },
            0);
    Path file = folder.resolve(type.getName().replace('.', '/') + ".class");
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(file, writer.toByteArray());
  }
}
