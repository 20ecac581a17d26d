package io.proxywasm.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(UTF_8));
  }

  @Test
  void shouldFindBytesWhereTheyAre() {
    Bytes text = bytes("abcabd");
    assertThat(text.indexOf(bytes("abd"))).isEqualTo(3);
    assertThat(text.indexOf(bytes("ab"), 1)).isEqualTo(3);
    assertThat(text.indexOf(bytes("abe"))).isEqualTo(-1);
    assertThat(text.indexOf(bytes(""))).isZero();
    assertThat(text.indexOf(bytes("abcabda"))).isEqualTo(-1);
    assertThat(text.indexOf((byte) 'd', 0)).isEqualTo(5);
    assertThat(text.indexOf((byte) 'd', 6)).isEqualTo(-1);
  }

  @Test
  void shouldGiveAViewOfAPart() {
    Bytes text = bytes("0123456789").slice(2, 8);
    assertThat(text.utf8()).isEqualTo("234567");
    assertThat(text.slice(4).toByteArray()).containsExactly('6', '7');
    assertThat(text.contentEquals(bytes("234567"))).isTrue();
    assertThat(text.contentEquals(bytes("23456"))).isFalse();
    assertThat(text.slice(6).isEmpty()).isTrue();
  }

  @Test
  void shouldRefusePositionsOutside() {
    Bytes text = bytes("abc");
    assertThatThrownBy(() -> text.byteAt(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("position 3");
    assertThatThrownBy(() -> text.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.slice(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> text.slice(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldReadUtf8AsTheJdkDoes() {
    String text = "a\u00e4\u20ac\ud83d\ude00z";
    assertThat(bytes(text).utf8()).isEqualTo(text);
  }

  @Test
  void shouldReplaceWhatIsNoUtf8() {
    Random random = new Random(3);
    byte[] leads = {
      (byte) 0xC3, (byte) 0xE0, (byte) 0xED, (byte) 0xF0, (byte) 0xF4, (byte) 0x80, 'a'
    };
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[1 + random.nextInt(6)];
      random.nextBytes(noise);
      noise[0] = leads[random.nextInt(leads.length)];
      // How many replacements a malformed sequence becomes is left open.
      assertThat(Bytes.of(noise).utf8().replaceAll("\ufffd+", "?"))
          .isEqualTo(new String(noise, UTF_8).replaceAll("\ufffd+", "?"));
    }
  }
}
