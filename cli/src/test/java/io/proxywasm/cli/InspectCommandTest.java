package io.proxywasm.cli;

import static io.proxywasm.cli.Pwjs.pwj;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Also about {@code validate}, which reads the same files. */
class InspectCommandTest {
  @TempDir static Path project;
  private static Path plugin;

  @BeforeAll
  static void build() throws IOException {
    Projects.plugin(project, "one");
    assertThat(pwj("build", project).code()).isZero();
    plugin = project.resolve("target/plugin.wasm");
  }

  @Test
  void shouldTellWhatBytesAreForWhenProjectWasBuilt() {
    Pwjs.Outcome outcome = pwj("inspect", project, "--functions");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("ABI      0.2.0", "env.proxy_log  (i32, i32, i32) -> (i32)", "Envoy 1.36 to 1.40")
        .contains("proxy_on_response_headers", "memory   ", "garbage collection")
        .contains("Code by package", "demo.Demo", "demo.Demo::onResponseHeaders");
    assertThat(pwj("inspect", plugin).out()).contains("Code by package");
  }

  @Test
  void shouldSayWhenThereAreNoNames() throws IOException {
    Path alone = Files.copy(plugin, project.resolve("alone.wasm"));

    assertThat(pwj("inspect", alone).out()).contains("has no names").doesNotContain("Code by");
    assertThat(pwj("inspect", alone, "--json").out()).contains("\"hasNames\": false");
  }

  @Test
  void shouldTellJsonWhenAsked() {
    assertThat(pwj("inspect", plugin, "--json", "--functions").out())
        .contains("\"abi\": \"0.2.0\"", "\"hosts\": [", "\"sections\": {", "\"classes\": {")
        .contains("\"name\": \"demo.Demo::onResponseHeaders");
  }

  @Test
  void shouldValidateWhenHostTakesModule() {
    assertThat(pwj("validate", plugin).code()).isZero();
    assertThat(pwj("validate", plugin, "--host", "envoy-1.36").out())
        .contains("runs on Envoy 1.36");
    assertThat(pwj("validate", plugin, "--json").out()).contains("\"ok\": true");
  }

  @Test
  void shouldNotValidateWhenHostRefusesModule() throws IOException {
    Path empty = write("\0asm\u0001\0\0\0");

    Pwjs.Outcome outcome = pwj("validate", empty);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("not a Proxy-Wasm plugin", "has no memory", "does not run on");
    assertThat(pwj("validate", empty, "--json").out()).contains("\"ok\": false", "\"fix\": ");
  }

  @ParameterizedTest
  @CsvSource({
    "'PK\u0003\u0004', zip archive",
    "'\u001f\u008b', gzip",
    "(module), as text",
    "\u00ca\u00fe\u00ba\u00be, a Java class",
    "\u007fELF, native program",
    "hello, not a WebAssembly module",
    "'', it is empty",
    "'\0asm\r\0\u0001\0', component",
    "'\0asm', cut off"
  })
  void shouldSayWhatFileIsWhenItIsNoModule(String content, String expected) throws IOException {
    Path file = write(content);

    for (String command : new String[] {"inspect", "validate", "run"}) {
      Pwjs.Outcome outcome = pwj(command, file);
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err()).startsWith("pwj: " + file).contains(expected);
      assertThat(outcome.err().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 50, 300, 5000})
  void shouldSayWhenFileIsTruncated(int length) throws IOException {
    Path file =
        Files.write(project.resolve("cut.wasm"), Arrays.copyOf(Files.readAllBytes(plugin), length));

    assertThat(pwj("inspect", file).code()).isEqualTo(1);
    assertThat(pwj("inspect", file).err()).contains("cut.wasm: ").doesNotContain("\tat ");
  }

  @Test
  void shouldSayWhenThereIsNothingToInspect(@TempDir Path other) throws IOException {
    assertThat(pwj("inspect", other).err()).contains("pwj init");
    assertThat(pwj("inspect", other.resolve("x")).err()).contains("there is no file");
    Projects.plugin(other, "x");
    assertThat(pwj("inspect", other).err()).contains("is not built yet");
  }

  private static Path write(String content) throws IOException {
    return Files.write(project.resolve("other.wasm"), content.getBytes(ISO_8859_1));
  }
}
