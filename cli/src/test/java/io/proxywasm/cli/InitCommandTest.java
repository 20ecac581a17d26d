package io.proxywasm.cli;

import static io.proxywasm.cli.Pwjs.pwj;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path temp;

  @Test
  void shouldMakeProjectThatBuilds() {
    Path project = temp.resolve("my filter");

    Pwjs.Outcome made = pwj("init", project, "--package", "com.acme.edge");
    Pwjs.Outcome built = pwj("build", project);

    assertThat(made.code()).isZero();
    assertThat(made.out()).contains("pwj run");
    assertThat(project.resolve("src/main/java/com/acme/edge/MyFilter.java"))
        .content()
        .contains("package com.acme.edge;", "class MyFilter extends HttpContext");
    assertThat(project.resolve("pom.xml"))
        .content()
        .contains("<artifactId>my-filter</artifactId>", "proxy-wasm-maven-plugin")
        .doesNotContain("@");
    assertThat(project.resolve(".gitignore")).hasContent("target/");
    assertThat(built.err()).doesNotContain("warning");
    assertThat(built.code()).isZero();
    assertThat(project.resolve("target/plugin.wasm")).isNotEmptyFile();
  }

  @Test
  void shouldMakeProjectWhoseTestPasses() {
    Path project = temp.resolve("my-filter");

    Pwjs.Outcome made = pwj("init", project);
    Pwjs.Outcome tested = pwj("test", project);

    assertThat(made.out()).contains("pwj test");
    assertThat(project.resolve("src/test/java/com/example/MyFilterTest.java"))
        .content()
        .contains("@ProxyWasmTest(MyFilter.class)");
    assertThat(project.resolve("pom.xml")).content().contains("proxy-wasm-testkit");
    assertThat(tested.out()).contains("4 passed, 0 failed, 0 skipped");
    assertThat(tested.code()).isZero();
  }

  @Test
  void shouldNameClassAsTold() {
    assertThat(pwj("init", temp.resolve("1"), "--name", "Auth").code()).isZero();
    assertThat(temp.resolve("1/src/main/java/com/example/Auth.java")).exists();
    assertThat(Template.className("1-a")).isEqualTo("Filter1A");
  }

  @Test
  void shouldRefuseWhenFolderIsNotEmpty() throws IOException {
    Path file = Files.writeString(temp.resolve("there"), "x");

    assertThat(pwj("init", temp).code()).isEqualTo(1);
    assertThat(pwj("init", temp).err()).contains("is not empty");
    assertThat(pwj("init", file).err()).contains("is a file");
    assertThat(temp.resolve("pom.xml")).doesNotExist();
  }
}
