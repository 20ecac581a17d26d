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
            "--workload",
            "json",
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

    assertThat(options.workloads()).containsExactly(Workload.JSON);
    assertThat(options.rounds()).isEqualTo(3);
    assertThat(options.requestsPerRound()).isEqualTo(500);
    assertThat(options.only()).containsExactlyInAnyOrder("java", "floor");
    assertThat(options.extra()).containsEntry("mine", Path.of("a.wasm"));
    assertThat(options.memory()).isTrue();
    assertThat(options.json()).isTrue();
    assertThat(options.envoyVersion()).isEqualTo("1.36.2");
  }

  @Test
  void shouldMeasureHeadersUnlessMoreIsAskedFor() {
    assertThat(Options.parse().workloads()).containsExactly(Workload.HEADERS);
    assertThat(Options.parse("--workload", "counter,body").workloads())
        .containsExactly(Workload.BODY, Workload.COUNTER);
    assertThat(Options.parse("--workload", "all").workloads()).containsExactly(Workload.values());
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
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.parse("--workload", "tea"))
        .withMessage(
            "no workload is named 'tea'; there are headers, body, json, counter, callout, all");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.parse("--workload", "all", "--plugin", "a=b"))
        .withMessageContaining("--plugin needs the one --workload");
  }
}
