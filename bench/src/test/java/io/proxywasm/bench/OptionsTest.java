package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void shouldReadAllOptions() {
    Options options =
        Options.parse(
            "--rounds",
            "3",
            "--requests-per-round",
            "500",
            "--only",
            "java,floor",
            "--plugin",
            "mine=a.wasm",
            "--memory",
            "--json",
            "--envoy-version",
            "1.36.2");

    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.requestsPerRound()).isEqualTo(500);
    assertThat(options.only()).containsExactlyInAnyOrder("java", "floor");
    assertThat(options.extra()).containsEntry("mine", Path.of("a.wasm"));
    assertThat(options.memory()).isTrue();
    assertThat(options.json()).isTrue();
    assertThat(options.envoyVersion()).isEqualTo("1.36.2");
  }

  @Test
  void shouldSayWhatIsWrong() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.parse("--rounds", "none"))
        .withMessage("--rounds needs a number above 0, not 'none'");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.parse("--fast"))
        .withMessage("unknown option --fast");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.parse("--only"))
        .withMessage("--only needs a value");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.parse("--only", "cobol"))
        .withMessageContaining("cobol");
  }
}
