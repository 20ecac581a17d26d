package io.proxywasm.abi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.abi.HeaderPairs.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderPairsTest {
  private static final List<Pair> PAIRS =
      List.of(pair(":path", "/"), pair("x", ""), pair("x", "2"));

  private static Pair pair(String name, String value) {
    return new Pair(name.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  @Test
  void shouldWriteTheFormOfTheSpecification() {
    assertThat(HeaderPairs.encode(List.of(pair("a", "bc"))))
        .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'a', 0, 'b', 'c', 0);
  }

  @Test
  void shouldReadBackWhatWasWrittenInItsOrder() {
    List<Pair> read = HeaderPairs.decode(HeaderPairs.encode(PAIRS));
    assertThat(read)
        .extracting(p -> new String(p.name(), UTF_8))
        .containsExactly(":path", "x", "x");
    assertThat(read).extracting(p -> new String(p.value(), UTF_8)).containsExactly("/", "", "2");
  }

  @Test
  void shouldWriteAnEmptyMapAsNoBytes() {
    assertThat(HeaderPairs.encode(List.of())).isEmpty();
    assertThat(HeaderPairs.decode(new byte[0])).isEmpty();
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] whole = HeaderPairs.encode(PAIRS);
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> HeaderPairs.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldRefuseBytesAfterTheLastValue() {
    byte[] whole = HeaderPairs.encode(PAIRS);
    assertThatThrownBy(() -> HeaderPairs.decode(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessageContaining("1 bytes too many");
  }

  @Test
  void shouldNeverFailOtherwiseWhenBytesAreHostile() {
    Random random = new Random(7);
    byte[] whole = HeaderPairs.encode(PAIRS);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = whole.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      try {
        HeaderPairs.decode(mutated);
      } catch (IllegalArgumentException expected) {
        assertThat(expected).hasMessageContaining("header pair");
      }
    }
  }
}
