package io.proxywasm.cli;

import static io.proxywasm.cli.Pwjs.pwj;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PwjTest {
  @Test
  void shouldPrintVersion() {
    assertThat(pwj("--version"))
        .satisfies(outcome -> assertThat(outcome.code()).isZero())
        .satisfies(outcome -> assertThat(outcome.out()).startsWith("pwj 0."));
  }

  @Test
  void shouldShowUsageWhenThereIsNoCommand() {
    assertThat(pwj().code()).isEqualTo(2);
    assertThat(pwj().err()).contains("Commands:");
    assertThat(pwj("help").out()).contains("Commands:");
  }

  @Test
  void shouldSuggestWhenCommandIsUnknown() {
    Pwjs.Outcome outcome = pwj("biuld", "x");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("there is no command 'biuld'", "pwj build");
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "build", "run", "inspect", "validate", "envoy"})
  void shouldShowExamplesInHelpOfEveryCommand(String command) {
    Pwjs.Outcome outcome = pwj(command, "--help");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("Example", "pwj " + command);
    assertThat(outcome.out().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    assertThat(pwj("help", command).out()).isEqualTo(outcome.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect",
        "inspect a b",
        "build --host envoy-2",
        "run --port x",
        "run --port 65536",
        "run --concurrency 0",
        "run --cluster nope",
        "run --cluster a=b",
        "run --upstream nowhere",
        "run --log-level loud",
        "run --envoy-yaml a.yaml --config x",
        "run --envoy-yaml a.yaml --port 1",
        "run --envoy --engine java",
        "run --engine fast",
        "run --debug",
        "run --engine compiled --debug",
        "run --engine java --debug=x",
        "run --engine java --debug=65536",
        "init x --name lower-case",
        "init x --package Com.Example",
        "envoy"
      })
  void shouldExitWithTwoWhenMisused(String line) {
    Pwjs.Outcome outcome = pwj((Object[]) line.split(" "));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("pwj: ").contains("--help");
    assertThat(outcome.err().lines()).hasSizeLessThan(4);
  }

  @Test
  void shouldFailWhenEnvoyVersionIsNotThere() {
    assertThat(pwj("envoy", "path", "1.0.99").code()).isEqualTo(1);
    assertThat(pwj("envoy", "path", "1.0.99").err()).contains("pwj envoy install 1.0.99");
    assertThat(pwj("envoy", "install", "../x").err()).contains("no version of Envoy");
  }
}
