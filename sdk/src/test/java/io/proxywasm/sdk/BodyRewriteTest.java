package io.proxywasm.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BodyRewriteTest {
  @BeforeAll
  static void connect() {
    Callbacks.connect(
        (Hostcalls)
            Proxy.newProxyInstance(
                Hostcalls.class.getClassLoader(),
                new Class<?>[] {Hostcalls.class},
                (self, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("join");
                  return join((Bytes[]) arguments[0], (int[]) arguments[1], (int) arguments[2]);
                }));
  }

  private static Bytes join(Bytes[] parts, int[] bounds, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(parts[i].slice(bounds[2 * i], bounds[2 * i + 1]).toByteArray());
    }
    return Bytes.of(all.toByteArray());
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(UTF_8));
  }

  /** Gives a text in chunks of random lengths; what is held back at the end is counted as well. */
  private static String rewrite(BodyRewrite rewrite, String text, Random random) {
    StringBuilder result = new StringBuilder();
    BodyOutput out = new BodyOutput();
    byte[] all = text.getBytes(UTF_8);
    for (int i = 0; i < all.length; ) {
      int n = Math.min(1 + random.nextInt(7), all.length - i);
      rewrite.write(Bytes.of(all).slice(i, i + n), out);
      i += n;
      if (random.nextBoolean()) {
        result.append(taken(out));
      }
    }
    boolean holds = rewrite.holds();
    result.append(taken(out));
    rewrite.end(out);
    assertThat(holds || out.length() == 0).describedAs("says what it holds").isTrue();
    return result.append(taken(out)).toString();
  }

  private static String taken(BodyOutput out) {
    out.keep();
    String text = out.text();
    out.clear();
    return text;
  }

  @Test
  void shouldReplaceAcrossChunksWhereverTheyEnd() {
    Random random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append("aab".charAt(random.nextInt(3)));
      }
      StringBuilder search = new StringBuilder("a");
      for (int n = random.nextInt(5); n > 0; n--) {
        search.append("aab".charAt(random.nextInt(3)));
      }
      BodyRewrite rewrite = BodyRewrite.replaceAll(bytes(search.toString()), bytes("<x>"));
      assertThat(rewrite(rewrite, text.toString(), random))
          .describedAs("%s in %s", search, text)
          .isEqualTo(text.toString().replace(search, "<x>"));
    }
  }

  @Test
  void shouldReplaceByNothingWhenItIsEmpty() {
    assertThat(rewrite(BodyRewrite.replaceAll(bytes("ab"), bytes("")), "abcab", new Random(1)))
        .isEqualTo("c");
    assertThatThrownBy(() -> BodyRewrite.replaceAll(Bytes.empty(), Bytes.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldGiveLinesWhereverChunksEnd() {
    Random random = new Random(6);
    String text = "one\ntwo\r\n\nfour drop\r\nfive\n drop\nlast";
    for (int round = 0; round < 2_000; round++) {
      List<String> lines = new ArrayList<>();
      BodyRewrite rewrite =
          BodyRewrite.lines(
              9,
              line -> {
                lines.add(line.utf8());
                if (line.contentEquals(bytes("two"))) {
                  return bytes("2");
                }
                return line.indexOf(bytes("drop")) >= 0 ? null : line;
              });
      assertThat(rewrite(rewrite, text, random)).isEqualTo("one\n2\r\n\nfive\nlast");
      assertThat(lines).containsExactly("one", "two", "", "four drop", "five", " drop", "last");
    }
  }

  @Test
  void shouldFailWhenALineIsTooLong() {
    Supplier<BodyRewrite> rewrite = () -> BodyRewrite.lines(4, line -> line);
    assertThat(rewrite(rewrite.get(), "1234\n1234\r\n1234", new Random(1)))
        .isEqualTo("1234\n1234\r\n1234");
    for (String text : new String[] {"12345\n", "12345", "1\n12345\r\n", "12345678901234567890"}) {
      assertThatThrownBy(() -> rewrite(rewrite.get(), text, new Random(2)))
          .hasMessage("a line of the body has more than 4 bytes");
    }
  }

  @Test
  void shouldKnowThatNothingChangedWhenAllOfAChunkPasses() {
    BodyOutput out = new BodyOutput();
    Bytes chunk = bytes("one\ntwo\n");
    BodyRewrite.lines(10, line -> line).write(chunk, out);
    assertThat(out.isOnly(chunk)).isTrue();
    out.clear();
    BodyRewrite.replaceAll(bytes("x"), bytes("y")).write(chunk, out);
    assertThat(out.isOnly(chunk)).isTrue();
    out.write(chunk, 0, 1);
    assertThat(out.isOnly(chunk)).isFalse();
  }
}
