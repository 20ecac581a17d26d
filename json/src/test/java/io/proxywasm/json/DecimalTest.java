package io.proxywasm.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0.0",
        "1",
        "0.1",
        "3.14159",
        "1e22",
        "1e23",
        "123456789012345678",
        "9007199254740993",
        "9007199254740992.5",
        "9007199254740993.00000000000000000000000000000000000001",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "1e309",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1e-400",
        "0.000000000000000000000000000000000000000000001",
        "8.5e-5",
        "179769313486231580793e289",
        "1e99999999999",
        "1e-99999999999",
        "5e-324",
        "3e-324"
      })
  void shouldBeTheNearestDoubleWhenItIsAHardOne(String text) {
    assertSame(text);
  }

  @Test
  void shouldBeTheNearestDoubleWhenItIsAnyNumber() {
    Random random = new Random(7);
    for (int i = 0; i < 30_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertSame(Double.toString(value));
        if (i % 16 == 0) {
          assertSame(half(value));
        }
      }
      assertSame(
          random.nextInt() + "." + random.nextInt(1 << 30) + "e" + (random.nextInt(80) - 40));
    }
  }

  /** What is exactly between two doubles, and has up to 770 digits. */
  private static String half(double value) {
    BigDecimal next =
        new BigDecimal(Math.nextUp(value) == Double.POSITIVE_INFINITY ? 0 : Math.nextUp(value));
    return new BigDecimal(value).add(next).divide(BigDecimal.valueOf(2)).toString();
  }

  private static void assertSame(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(new Decimal(bytes, 0, bytes.length).toDouble())
        .describedAs(text)
        .isEqualTo(Double.parseDouble(text));
  }
}
