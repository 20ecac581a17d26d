package io.proxywasm.cli;

import static io.proxywasm.cli.Projects.filter;
import static io.proxywasm.cli.Projects.source;
import static io.proxywasm.cli.Pwjs.pwj;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCommandTest {
  @TempDir Path project;

  @Test
  void shouldDoNothingWhenNothingChanged() throws IOException {
    Projects.plugin(project, "one");

    Pwjs.Outcome first = pwj("build", project);
    Pwjs.Outcome second = pwj("build", project);
    Projects.plugin(project, "two");
    Pwjs.Outcome third = pwj("build", project);

    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains("plugin.wasm", " KB", "io.proxywasm.sdk", "proxy_log", "Envoy 1.36 to 1.40");
    assertThat(second.out()).contains("is up to date");
    assertThat(third.out()).doesNotContain("is up to date");
  }

  @Test
  void shouldBuildAnewWhenModuleOrOptionsAreOthers() throws IOException {
    Projects.plugin(project, "one");
    Path output = project.resolve("out/auth.wasm");
    pwj("build", project, "-o", output);
    byte[] module = Files.readAllBytes(output);

    Files.write(output, new byte[] {1});
    Pwjs.Outcome damaged = pwj("build", project, "-o", output);
    Pwjs.Outcome named = pwj("build", project, "-o", output, "--names");

    assertThat(damaged.out()).doesNotContain("is up to date");
    assertThat(named.out()).doesNotContain("is up to date");
    assertThat(Files.size(output)).isGreaterThan(module.length);
  }

  @Test
  void shouldShowWhatJavacSaysWhenSourceDoesNotCompile() throws IOException {
    Path file = source(project, "demo.Demo", filter("Demo", "int x = \"text\";"));

    Pwjs.Outcome outcome = pwj("build", project);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains(file.getFileName() + ":5: error: incompatible types")
        .contains("int x = \"text\";")
        .contains("pwj: the Java of the plugin does not compile")
        .doesNotContain("\tat ");
    assertThat(project.resolve("target/plugin.wasm")).doesNotExist();
  }

  @Test
  void shouldNamePlaceWhenForbiddenApiIsReached() throws IOException {
    source(
        project,
        "demo.Demo",
        filter("Demo", "@Override public void onLog() {\n new Thread(() -> {}).start(); }"));

    Pwjs.Outcome outcome = pwj("build", project);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("Demo.java:6: error: ", "Thread", "demo.Demo.onLog(Demo.java:6)");
  }

  @Test
  void shouldSayWhenThereIsNoPlugin() throws IOException {
    source(project, "demo.Demo", "package demo; public class Demo {}");

    assertThat(pwj("build", project).code()).isEqualTo(1);
    assertThat(pwj("build", project).err()).contains("has no plugin", "ProxyWasm.http");
  }

  @Test
  void shouldListMainClassesWhenThereAreSeveral() throws IOException {
    source(project, "demo.One", filter("One", ""));
    source(project, "demo.Two", filter("Two", ""));

    Pwjs.Outcome several = pwj("build", project);
    Pwjs.Outcome named = pwj("build", project, "--main", "demo.Two");
    Pwjs.Outcome missing = pwj("build", project, "--main", "demo.Three");

    assertThat(several.code()).isEqualTo(1);
    assertThat(several.err()).contains("2 plugins", "--main", "demo.One", "demo.Two");
    assertThat(named.code()).isZero();
    assertThat(missing.err()).contains("demo.Three");
  }

  @Test
  void shouldListProjectsWhenTheyAreBelow() throws IOException {
    Projects.plugin(project.resolve("a"), "1");
    Projects.plugin(project.resolve("b"), "2");

    Pwjs.Outcome outcome = pwj("build", project);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("There are 2 below", project.resolve("b").toString());
  }

  @Test
  void shouldSayWhenFolderIsNoProject() throws IOException {
    Path file = Files.writeString(project.resolve("x.wasm"), "");

    assertThat(pwj("build", project).err()).contains("pwj init");
    assertThat(pwj("build", project.resolve("nowhere")).err()).contains("there is no folder");
    assertThat(pwj("build", file).err()).contains("is a file");
  }

  @Test
  void shouldTellJsonWhenAsked() throws IOException {
    Projects.plugin(project, "one");
    Pwjs.Outcome good = pwj("build", project, "--json");
    source(project, "demo.Demo", "package demo; broken");
    Pwjs.Outcome bad = pwj("build", project, "--json");

    assertThat(good.code()).isZero();
    assertThat(good.err()).isEmpty();
    assertThat(good.out())
        .startsWith("{")
        .contains("\"ok\": true", "\"abi\": \"0.2", "env.proxy_log");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("\"ok\": false", "\"output\": \"");
  }

  @Test
  void shouldSayWherePomIsBroken() throws IOException {
    Projects.plugin(project, "one");
    Files.writeString(project.resolve("pom.xml"), "<project>\n<oops");

    assertThat(pwj("build", project).err()).contains("pom.xml:2: ");
  }
}
