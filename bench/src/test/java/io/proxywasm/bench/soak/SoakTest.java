package io.proxywasm.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SoakTest {
  @Test
  void shouldLoseAndMixUpNothingWhenItRunsShort() throws IOException, InterruptedException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();

    assertThat(Soak.run(true, new PrintStream(text, true, StandardCharsets.UTF_8))).isEmpty();
    assertThat(text.toString(StandardCharsets.UTF_8))
        .contains("300 connections for")
        .contains("1000 requests with a callout each")
        .contains("a plugin killed 2 times")
        .doesNotContain("FAILED");
  }
}
