package io.proxywasm.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.maven.plugins.PassingPlugin;
import io.proxywasm.maven.plugins.ThreadPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  private static final CompileResult GOOD =
      new CompileResult(Optional.of(new byte[] {1}), List.of(), Optional.of(new byte[] {1, 2}));
  private static final CompileResult BAD =
      new CompileResult(
          Optional.empty(), List.of(Diagnostic.error("wrong", "Mend it.")), Optional.empty());

  @TempDir Path root;
  private TestProject project;
  private int compilations;

  @BeforeEach
  void makeProject() throws IOException {
    project = new TestProject(root).with(PassingPlugin.class);
  }

  @Test
  void shouldWriteTheModuleWhenThereIsNone() {
    Build.Outcome outcome = project.build().run();

    assertThat(outcome.diagnostics()).isEmpty();
    assertThat(outcome.upToDate()).isFalse();
    assertThat(root.resolve("target/plugin.wasm")).isNotEmptyFile();
    assertThat(root.resolve("target/plugin.names.wasm")).isNotEmptyFile();
  }

  @Test
  void shouldSayWhatIsWrongWhenThePluginCannotWork() throws IOException {
    project.with(ThreadPlugin.class);

    Build.Outcome outcome = project.build(ThreadPlugin.class, false).run();

    assertThat(outcome.succeeded()).isFalse();
    assertThat(
            new Sources(List.of(Path.of("src/test/java"))).describe(outcome.diagnostics().get(0)))
        .startsWith(Path.of("src/test/java/io/proxywasm/maven/plugins/ThreadPlugin.java") + ":16: ")
        .contains("java.lang.Thread");
  }

  @Test
  void shouldDoNothingWhenNothingChanged() {
    assertThat(build(project.build())).isFalse();

    assertThat(build(project.build())).isTrue();
    assertThat(compilations).isEqualTo(1);
  }

  @Test
  void shouldBuildWhenAClassChanged() throws IOException {
    build(project.build());
    Files.write(project.classes().resolve("Other.class"), new byte[] {1});

    assertThat(build(project.build())).isFalse();
  }

  @Test
  void shouldBuildWhenAnOptionChanged() {
    build(project.build());

    assertThat(build(project.build(PassingPlugin.class, true))).isFalse();
  }

  @Test
  void shouldBuildWhenTheCompilerChanged() throws IOException {
    build(project.build());
    Files.writeString(root.resolve("tool.jar"), "another one");

    assertThat(build(project.build())).isFalse();
  }

  @Test
  void shouldBuildWhenTheModuleIsGoneOrAnotherOne() throws IOException {
    build(project.build());
    Files.delete(root.resolve("target/plugin.wasm"));
    assertThat(build(project.build())).isFalse();

    Files.writeString(root.resolve("target/plugin.wasm"), "of someone else");
    assertThat(build(project.build())).isFalse();

    Files.delete(root.resolve("target/plugin.names.wasm"));
    assertThat(build(project.build())).isFalse();
  }

  @Test
  void shouldLeaveNoOldModuleWhenTheBuildFails() throws IOException {
    build(project.build());
    Files.write(project.classes().resolve("Other.class"), new byte[] {1});

    Build.Outcome outcome = project.build().run(() -> BAD);

    assertThat(outcome.diagnostics()).isEqualTo(BAD.diagnostics());
    assertThat(root.resolve("target/plugin.wasm")).doesNotExist();
    assertThat(build(project.build())).isFalse();
  }

  private boolean build(Build build) {
    Build.Outcome outcome =
        build.run(
            () -> {
              compilations++;
              return GOOD;
            });
    assertThat(outcome.succeeded()).isTrue();
    return outcome.upToDate();
  }
}
