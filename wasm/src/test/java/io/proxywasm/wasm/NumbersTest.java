package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  @Test
  void shouldReadWhatItWrote() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(read(new Output().signed(value)).signed(64, "n")).isEqualTo(value);
      int small = (int) value;
      assertThat(read(new Output().signed(small)).signed(32, "n")).isEqualTo(small);
      assertThat(read(new Output().u32(value)).u64("n")).isEqualTo(value);
      assertThat(read(new Output().u32(value & 0xffffffffL)).u32("n"))
          .isEqualTo(value & 0xffffffffL);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ff ff ff ff 07, 32, 2147483647",
    "80 80 80 80 78, 32, -2147483648",
    "ff ff ff ff 0f, 33, 4294967295",
    "80 80 80 80 70, 33, -4294967296",
    "c0 00, 33, 64",
    "40, 33, -64",
    "ff ff ff ff ff ff ff ff ff 00, 64, 9223372036854775807",
    "80 80 80 80 80 80 80 80 80 7f, 64, -9223372036854775808"
  })
  void shouldReadTheLimitsOfEachWidth(String hex, int bits, long value) {
    assertThat(Hex.input(hex).signed(bits, "n")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"80 80 80 80 08", "ff ff ff ff 70", "80 80 80 80 80 00", "ff ff ff ff 4f"})
  void shouldRefuseASignedNumberWiderThan32Bits(String hex) {
    assertThatThrownBy(() -> Hex.input(hex).signed(32, "n"))
        .hasMessageContaining("does not fit 32 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"80 80 80 80 10", "ff ff ff ff ff 00", "80 80 80 80 80 80 80 80"})
  void shouldRefuseAnUnsignedNumberWiderThan32Bits(String hex) {
    assertThatThrownBy(() -> Hex.input(hex).u32("n")).hasMessageContaining("does not fit 32 bits");
  }

  private static Input read(Output out) {
    return new Input(out.toBytes(), "a test");
  }
}
