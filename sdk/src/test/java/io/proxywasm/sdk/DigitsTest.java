package io.proxywasm.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 99, 100, 1_234_567_890, -1, -9, -10, -11, -99, -100})
  void shouldWriteNumbersAsTheJdkDoes(int number) {
    assertThat(Digits.of(number)).isEqualTo(Integer.toString(number));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE + 1})
  void shouldWriteTheLargestNumbers(int number) {
    assertThat(Digits.of(number)).isEqualTo(Integer.toString(number));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 40, -10_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE})
  void shouldWriteLongNumbersAsTheJdkDoes(long number) {
    assertThat(Digits.of(number)).isEqualTo(Long.toString(number));
  }
}
