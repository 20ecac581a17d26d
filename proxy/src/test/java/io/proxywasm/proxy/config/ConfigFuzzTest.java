package io.proxywasm.proxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxywasm.host.ShortFuzz;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds: it is a configuration, or it is refused with its name. */
class ConfigFuzzTest {
  /** What one input may take, on a machine that does other things too. */
  private static final Duration LONG = Duration.ofSeconds(20);

  static Stream<byte[]> seeds() {
    Stream<String> odd =
        Stream.of(
            "",
            "{}",
            "[[[[",
            "&a [*a]",
            "? [1]\n: 2",
            "a: &a {b: 1}\n<<: *a\n",
            "a: !!binary AAAA\n--- b\n",
            "{\"admin\": {\"address\": \"\\u0000\\ud83d\"}}",
            "\"\\u",
            "admin: {address: {socket_address: {address: ::1, port_value: 0x10}}}");
    return Stream.concat(odd, TestConfigs.ALL.stream().map(TestConfigs::text))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldReadOrRefuse(byte[] input) {
    check(input);
  }

  @Test
  void shouldReadOrRefuseWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), ConfigFuzzTest::check);
  }

  private static void check(byte[] input) {
    long start = System.nanoTime();
    try {
      assertThat(TestConfigs.parse(new String(input, UTF_8), "fuzz.yaml")).isNotNull();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).startsWith("fuzz.yaml").doesNotContain("Exception");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
  }
}
