package io.proxywasm.cli;

import static io.proxywasm.cli.Pwjs.pwj;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
  @TempDir Path project;

  private void test(String body) throws IOException {
    Projects.plugin(project, "one");
    Path file = project.resolve("src/test/java/demo/DemoTest.java");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        package demo;
        import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
        import io.proxywasm.testkit.*;
        import io.proxywasm.testkit.junit.*;
        import org.junit.jupiter.api.Test;
        @ProxyWasmTest(Demo.class)
        class DemoTest {
          @Test
          void shouldBeSo(TestProxy proxy) {
            BODY
          }
        }
        """
            .replace("BODY", body));
  }

  @Test
  void shouldShowExchangeLogAndCallbacksWhenATestFails() throws IOException {
    test("assertThat(proxy.send(HttpRequest.get(\"/\"))).hasHeader(\"x-test\", \"two\");");

    Pwjs.Outcome outcome = pwj("test", project, "--mode", "java");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("FAILED DemoTest > JAVA > shouldBeSo(TestProxy) (DemoTest.java:10)")
        .contains("expected the header x-test of the response at the client: [two]")
        .contains("but it is: [one]")
        .contains("[WARN] wasm log Demo: answered")
        .contains("proxy_on_response_headers(")
        .contains("0 passed, 1 failed, 0 skipped")
        .doesNotContain("org.junit.");
  }

  @Test
  void shouldShowLogAndCallbacksWhenATestThrows() throws IOException {
    test("proxy.send(HttpRequest.get(\"/\")); throw new IllegalStateException(\"so what\");");

    Pwjs.Outcome outcome = pwj("test", project, "--mode", "java");

    assertThat(outcome.out())
        .contains("java.lang.IllegalStateException: so what", "at demo.DemoTest.shouldBeSo")
        .contains("[WARN] wasm log Demo: answered");
  }

  @Test
  void shouldRunOnlySomeWhenTold() throws IOException {
    test("");

    assertThat(pwj("test", project, "--mode", "java", "--only", "Demo").out()).contains("1 passed");
    Pwjs.Outcome none = pwj("test", project, "--only", "Other");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).contains("There are no tests");
  }

  @Test
  void shouldShowWhatJavacSaysWhenTestsDoNotCompile() throws IOException {
    test("int x = \"text\";");

    Pwjs.Outcome outcome = pwj("test", project);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("DemoTest.java:10: error: incompatible types")
        .contains("pwj: the tests do not compile");
  }

  @Test
  void shouldSayWhenThereAreNoTests() throws IOException {
    Projects.plugin(project, "one");

    assertThat(pwj("test", project).code()).isEqualTo(1);
    assertThat(pwj("test", project).err()).contains("has no tests");
  }
}
