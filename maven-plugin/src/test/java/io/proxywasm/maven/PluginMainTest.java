package io.proxywasm.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.maven.plugins.PassingPlugin;
import io.proxywasm.maven.plugins.ThreadPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginMainTest {
  @TempDir Path root;

  @Test
  void shouldTakeTheOnlyPlugin() throws Exception {
    Path classes = new TestProject(root).with(PassingPlugin.class).with(Build.class).classes();

    assertThat(PluginMain.choose("", classes)).isEqualTo(PassingPlugin.class.getName());
  }

  @Test
  void shouldTakeTheNamedOneWhenThereAreSeveral() throws Exception {
    Path classes =
        new TestProject(root).with(PassingPlugin.class).with(ThreadPlugin.class).classes();

    assertThat(PluginMain.choose(ThreadPlugin.class.getName(), classes))
        .isEqualTo(ThreadPlugin.class.getName());
  }

  @Test
  void shouldNameAllWhenThereAreSeveral() throws IOException {
    Path classes =
        new TestProject(root).with(PassingPlugin.class).with(ThreadPlugin.class).classes();

    assertThatThrownBy(() -> PluginMain.choose("", classes))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("more than one plugin: io.proxywasm.maven.plugins.PassingPlugin, ")
        .hasMessageContaining("<mainClass>");
  }

  @Test
  void shouldSayWhatAPluginIsWhenThereIsNone() throws IOException {
    Path classes = new TestProject(root).with(Build.class).classes();

    assertThatThrownBy(() -> PluginMain.choose("", classes))
        .hasMessageStartingWith("There is no plugin in " + classes)
        .hasMessageContaining("ProxyWasm.http(");
  }

  @Test
  void shouldSayWhatToDoWhenNothingIsCompiled() {
    Path classes = root.resolve("classes");

    assertThatThrownBy(() -> PluginMain.choose("", classes)).hasMessageContaining("src/main/java");
    assertThat(Files.exists(classes)).isFalse();
  }
}
