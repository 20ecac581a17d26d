package io.proxywasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.cli.Pom.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PomTest {
  private static final String SDK = dependency("io.proxywasm", "");

  @TempDir Path temp;

  @Test
  void shouldDoWithoutMavenWhenThereIsOnlySdk() throws IOException {
    assertThat(Pom.read(temp.resolve("none.xml")).needs()).isEqualTo(Needs.NOTHING);
    assertThat(needs(dependencies(SDK + dependency("org.junit.jupiter", "test"))))
        .isEqualTo(Needs.NOTHING);
    assertThat(needs("<parent><groupId>io.proxywasm</groupId></parent>")).isEqualTo(Needs.NOTHING);
    assertThat(needs(plugin("proxy-wasm-maven-plugin", ""))).isEqualTo(Needs.NOTHING);
  }

  @Test
  void shouldAskMavenForLibrariesWhenThereAreOthers() throws IOException {
    assertThat(needs(dependencies(SDK + dependency("com.acme", "")))).isEqualTo(Needs.CLASS_PATH);
    assertThat(needs(dependencies(dependency("com.acme", "provided")))).isEqualTo(Needs.CLASS_PATH);
  }

  @Test
  void shouldLeaveCompilationToMavenWhenPomIsUnusual() throws IOException {
    assertThat(needs(plugin("kotlin-maven-plugin", ""))).isEqualTo(Needs.COMPILATION);
    assertThat(needs("<packaging>pom</packaging>")).isEqualTo(Needs.COMPILATION);
    assertThat(needs("<parent><groupId>com.acme</groupId></parent>")).isEqualTo(Needs.COMPILATION);
    assertThat(needs("<build><sourceDirectory>src</sourceDirectory></build>"))
        .isEqualTo(Needs.COMPILATION);
  }

  @Test
  void shouldReadMainClassOfMavenPlugin() throws IOException {
    String configuration = "<configuration><mainClass> demo.Demo </mainClass></configuration>";
    assertThat(read(plugin("proxy-wasm-maven-plugin", configuration)).mainClass())
        .contains("demo.Demo");
    assertThat(read("").mainClass()).isEmpty();
  }

  private Needs needs(String content) throws IOException {
    return read(content).needs();
  }

  private Pom read(String content) throws IOException {
    return Pom.read(
        Files.writeString(temp.resolve("pom.xml"), "<project>" + content + "</project>"));
  }

  private static String dependencies(String content) {
    return "<dependencies>" + content + "</dependencies>";
  }

  private static String dependency(String group, String scope) {
    return "<dependency><groupId>" + group + "</groupId><scope>" + scope + "</scope></dependency>";
  }

  private static String plugin(String artifact, String content) {
    return "<build><plugins><plugin><artifactId>"
        + artifact
        + "</artifactId>"
        + content
        + "</plugin></plugins></build>";
  }
}
