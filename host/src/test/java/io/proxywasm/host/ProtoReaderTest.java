package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoReaderTest {
  private static ProtoReader reader(String hex) {
    return new ProtoReader(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static void readAll(ProtoReader reader) throws ProtoReader.Malformed {
    while (reader.next() != 0) {
      reader.skip();
    }
  }

  @Test
  void shouldReadWhatTheWriterWrote() throws ProtoReader.Malformed {
    ProtoWriter writer = new ProtoWriter();
    writer.text(1, ByteChars.of("\u00e4"));
    writer.presentVarint(200, -1);
    writer.presentDouble(3, 1.5);
    writer.bytes(4, new byte[] {1, 2});
    writer.text(5, "");
    writer.bool(6, false);
    writer.bool(7, true);
    ProtoReader reader = new ProtoReader(writer.toByteArray());

    assertThat(reader.next()).isEqualTo(1);
    assertThat(reader.isBytes()).isTrue();
    assertThat(reader.text()).isEqualTo("\u00e4");
    assertThat(reader.next()).isEqualTo(200);
    assertThat(reader.isVarint()).isTrue();
    assertThat(reader.varint()).isEqualTo(-1);
    assertThat(reader.next()).isEqualTo(3);
    reader.skip();
    assertThat(reader.next()).isEqualTo(4);
    assertThat(reader.bytes()).containsExactly(1, 2);
    assertThat(reader.next()).isEqualTo(7);
    assertThat(reader.varint()).isEqualTo(1);
    assertThat(reader.next()).isZero();
  }

  @Test
  void shouldLeaveOutFieldsOfAllKinds() throws ProtoReader.Malformed {
    // A number, 8 bytes, bytes, a group in a group with a field, 4 bytes; then field 2.
    ProtoReader reader =
        reader("08 01  09 0000000000000000  0a 01 00  0b 13 08 01 14 0c  0d 00000000  10 05");
    for (int i = 0; i < 5; i++) {
      assertThat(reader.next()).isEqualTo(1);
      reader.skip();
    }

    assertThat(reader.next()).isEqualTo(2);
    assertThat(reader.varint()).isEqualTo(5);
    assertThat(reader.next()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08",
        "0a 05 00",
        "0a ff ff ff ff ff ff ff ff ff 01",
        "0a ff ff ff ff 07",
        "00 01",
        "0b",
        "0b 08",
        "0c",
        "0e",
        "0f",
        "09 00",
        "0d 00",
        "80",
        "08 ff ff ff ff ff ff ff ff ff ff 01",
        "ff ff ff ff ff ff ff ff 01 00"
      })
  void shouldRefuseWhatIsNoMessage(String hex) {
    assertThatThrownBy(() -> readAll(reader(hex))).isInstanceOf(ProtoReader.Malformed.class);
  }

  @Test
  void shouldRefuseATextWhenItIsNotUtf8() throws ProtoReader.Malformed {
    ProtoReader reader = reader("0a 01 ff");
    reader.next();

    assertThatThrownBy(reader::text).isInstanceOf(ProtoReader.Malformed.class);
  }

  @Test
  void shouldRefuseGroupsWhenTheyAreTooDeep() {
    byte[] bytes = "\u000b".repeat(10_000).getBytes(UTF_8);

    assertThatThrownBy(() -> readAll(new ProtoReader(bytes)))
        .isInstanceOf(ProtoReader.Malformed.class);
  }

  @Test
  void shouldComeToAnEndWhateverTheBytesAre() {
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        readAll(new ProtoReader(bytes));
      } catch (ProtoReader.Malformed e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 20_000);
  }
}
