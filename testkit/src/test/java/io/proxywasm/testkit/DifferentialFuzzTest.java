package io.proxywasm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DifferentialFuzzTest {
  @Test
  void shouldFindNothingWhenThePluginDoesTheSame() {
    DifferentialFuzz fuzz =
        DifferentialFuzz.of(TestPlugin.of(SteadyPlugin.class)).cluster("auth").runs(100);
    assertThat(fuzz.run()).isEmpty();
  }

  @Test
  void shouldShrinkTheFirstDifferenceToATestWhenThePluginDoesNotDoTheSame() {
    Optional<Difference> found =
        DifferentialFuzz.of(TestPlugin.of(TwoFacedPlugin.class)).runs(200).run();
    assertThat(found).isPresent();
    Difference difference = found.orElseThrow();
    assertThat(difference.what()).isEqualTo("exchange1, response at the client: body");
    assertThat(difference.firstValue()).isEqualTo("y!");
    assertThat(difference.secondValue()).isEqualTo("y");
    assertThat(difference.test())
        .contains("HttpRequest.of(\"GET\", \"/\").header(\"x-odd\", ")
        .contains("exchange1.respond(HttpResponse.of(200).body(\"y\"));")
        .contains("//   WASM: y")
        .contains("assertThat(exchange1).hasBody(\"y!\");")
        .doesNotContain("exchange2")
        .doesNotContain("x-a");
  }

  @Test
  void shouldFindTheDifferenceWhenOnlyEnvoyDoesOtherwise() {
    Mode.ENVOY.missing().ifPresent(Assumptions::abort);
    Optional<Difference> found =
        DifferentialFuzz.of(TestPlugin.of(TwoFacedPlugin.class))
            .modes(Mode.WASM, Mode.ENVOY)
            .header("x-where", "1")
            .seed(3)
            .runs(20)
            .run();
    assertThat(found).isPresent();
    assertThat(found.orElseThrow().what())
        .isEqualTo("exchange1, request at the upstream: header x-node");
    assertThat(found.orElseThrow().secondValue()).isEqualTo("[pwj]");
  }

  @Test
  void shouldFindNothingWhenEnvoyDoesTheSame() {
    Mode.ENVOY.missing().ifPresent(Assumptions::abort);
    DifferentialFuzz fuzz =
        DifferentialFuzz.of(TestPlugin.of(SteadyPlugin.class))
            .modes(Mode.JAVA, Mode.WASM, Mode.ENVOY)
            .cluster("auth")
            .runs(10);
    assertThat(fuzz.run()).isEmpty();
  }
}
