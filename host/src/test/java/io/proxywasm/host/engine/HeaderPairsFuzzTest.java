package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxywasm.abi.HeaderPairs;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.ShortFuzz;
import io.proxywasm.host.guest.Output;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** The two readers and the two writers of header pairs agree, whatever the bytes are. */
class HeaderPairsFuzzTest {
  private static final int PAGE = 1 << 16;

  static Stream<byte[]> seeds() {
    return Stream.of(
        new byte[0],
        new byte[4],
        encoded(),
        encoded("", ""),
        encoded(":path", "/"),
        encoded("a", "1", "a", "2", "B", ""),
        encoded("x".repeat(300), "\u0000\u00ff"));
  }

  private static byte[] encoded(String... texts) {
    List<HeaderPairs.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < texts.length; i += 2) {
      pairs.add(
          new HeaderPairs.Pair(texts[i].getBytes(ISO_8859_1), texts[i + 1].getBytes(ISO_8859_1)));
    }
    return HeaderPairs.encode(pairs);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldReadTheSamePairs(byte[] input) {
    check(input);
  }

  @Test
  void shouldReadTheSamePairsWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), HeaderPairsFuzzTest::check);
  }

  private static void check(byte[] input) {
    List<HeaderPairs.Pair> decoded = decode(input);
    if (!decoded.isEmpty()) {
      assertThat(HeaderPairs.encode(decoded)).isEqualTo(input);
    }
    List<HeaderPairs.Pair> ordered = pseudoHeadersFirst(decoded);
    HeaderMap map = readAtTheEndOfMemory(input);
    assertThat(names(map)).isEqualTo(ordered.stream().map(each -> text(each.name())).toList());
    assertThat(values(map)).isEqualTo(ordered.stream().map(each -> text(each.value())).toList());
    Output output = new Output();
    output.pairs(map);
    assertThat(output.toByteArray()).isEqualTo(HeaderPairs.encode(ordered));
  }

  private static List<HeaderPairs.Pair> pseudoHeadersFirst(List<HeaderPairs.Pair> pairs) {
    return pairs.stream()
        .sorted(Comparator.comparing(each -> !text(each.name()).startsWith(":")))
        .toList();
  }

  /** What is not a map is an empty one for a host. */
  private static List<HeaderPairs.Pair> decode(byte[] input) {
    try {
      return HeaderPairs.decode(input);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static HeaderMap readAtTheEndOfMemory(byte[] input) {
    int pages = input.length / PAGE + 1;
    LinearMemory memory = new LinearMemory(pages, pages);
    int address = pages * PAGE - input.length;
    memory.fill((byte) 0x41, 0, address);
    memory.write(address, input, 0, input.length);
    return Pairs.read(memory, address, input.length);
  }

  private static List<String> names(HeaderMap map) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      names.add(map.name(i));
    }
    return names;
  }

  private static List<String> values(HeaderMap map) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      values.add(map.value(i));
    }
    return values;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
