package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.HeaderPairs;
import io.proxywasm.host.HeaderMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {
  private final LinearMemory memory = new LinearMemory(20, 20);

  static byte[] encoded(HeaderMap map) {
    List<HeaderPairs.Pair> pairs = new ArrayList<>();
    map.forEach(
        (name, value) ->
            pairs.add(new HeaderPairs.Pair(name.getBytes(ISO_8859_1), value.getBytes(ISO_8859_1))));
    return HeaderPairs.encode(pairs);
  }

  private HeaderMap read(byte[] bytes) {
    memory.write(3, bytes, 0, bytes.length);
    return Pairs.read(memory, 3, bytes.length);
  }

  @Test
  void shouldReadWhatTheAbiWrites() {
    HeaderMap map = HeaderMap.of("Content-Type", "text", "a", "", "", "b", "a", "\u00ff\u0000");
    assertThat(read(encoded(map))).isEqualTo(map);
  }

  @Test
  void shouldBeEmptyWhenThereAreNoBytes() {
    assertThat(read(new byte[0]).isEmpty()).isTrue();
    assertThat(read(new byte[4]).isEmpty()).isTrue();
  }

  @Test
  void shouldBeEmptyWhenAnyPartIsMissing() {
    byte[] whole = encoded(HeaderMap.of("name", "value", "n", "v"));
    for (int length = 0; length < whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length)).isEmpty()).as("%d bytes", length).isTrue();
    }
    assertThat(read(Arrays.copyOf(whole, whole.length + 1)).isEmpty()).isTrue();
  }

  @Test
  void shouldBeEmptyWhenATextHasNoZeroBehindIt() {
    byte[] whole = encoded(HeaderMap.of("name", "value"));
    for (int zero : new int[] {4 + 8 + 4, whole.length - 1}) {
      byte[] bad = whole.clone();
      bad[zero] = 'x';
      assertThat(read(bad).isEmpty()).isTrue();
    }
  }

  @Test
  void shouldBeEmptyWhenLengthsAreWrong() {
    byte[] whole = encoded(HeaderMap.of("name", "value"));
    for (int at = 0; at < 12; at++) {
      for (int value : new int[] {0x7f, 0x80, 0xff}) {
        byte[] bad = whole.clone();
        bad[at] = (byte) value;
        assertThat(read(bad).isEmpty()).as("%d at %d", value, at).isTrue();
      }
    }
  }

  @Test
  void shouldBeEmptyWhenThereAreTooManyPairsOrBytes() {
    HeaderMap many = new HeaderMap();
    for (int i = 0; i < HeaderPairs.MAX_PAIRS; i++) {
      many.add("n" + i, "v");
    }
    assertThat(read(encoded(many)).size()).isEqualTo(HeaderPairs.MAX_PAIRS);
    many.add("one", "more");
    assertThat(read(encoded(many)).isEmpty()).isTrue();
    HeaderMap large = HeaderMap.of("n", "v".repeat(HeaderPairs.MAX_BYTES - 4 - 8 - 3));
    assertThat(read(encoded(large)).size()).isEqualTo(1);
    HeaderMap larger = HeaderMap.of("n", "v".repeat(HeaderPairs.MAX_BYTES - 4 - 8 - 2));
    assertThat(read(encoded(larger)).isEmpty()).isTrue();
  }
}
