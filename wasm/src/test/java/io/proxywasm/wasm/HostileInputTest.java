package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileInputTest {
  private static final long SEED = 20260101;

  @Test
  void shouldRefuseAModuleThatIsCutOffAnywhere() {
    byte[] whole = SampleModule.build().write();
    Set<Integer> borders = new HashSet<>(Set.of(8));
    int end = 8;
    for (Section section : WasmModule.read(whole).sections()) {
      end += section.encoded().length();
      borders.add(end);
    }
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      boolean accepted = accepts(cut);
      // A module that ends between two sections may be whole; one that ends inside of one is not.
      assertThat(accepted && !borders.contains(length)).as("cut after %d", length).isFalse();
    }
  }

  @Test
  void shouldEndInAFormatExceptionOrAModuleWhateverBytesChange() {
    byte[] whole = SampleModule.build().write();
    Random random = new Random(SEED);
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = whole.clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
      }
      accepted += accepts(bytes) ? 1 : 0;
    }
    assertThat(accepted).isBetween(1, 19_999);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1  | ff ff ff ff 0f          | says 4294967295 types; the limit is 1000000
          1  | 80 80 04                | says 65536 types, but only 0 bytes follow
          1  | 01 4e c0 84 3d          | says 1000000 types in a group, but only 0 bytes follow
          1  | 01 5f ff ff ff ff 0f    | says 4294967295 fields; the limit is 10000
          1  | 01 61                   | a type begins with 0x61 instead of
          1  | 01 50 02 00 00 5f 00    | says 2 supertypes; the limit is 1
          1  | 01 60 00 00 00          | has 1 bytes more than its contents
          2  | 01 01 ff                | an import's module name is not UTF-8
          2  | 01 ff ff ff ff 0f       | an import's module name is 4294967295 bytes long
          2  | 01 00 00 05             | kind is 5 instead of 0 to 4
          3  | 01 ff ff ff ff 0f       | a function's type is 4294967295, which is beyond every list
          5  | 01 08 00                | limits begin with 0x08
          6  | 01 40 00 0b             | a global's type is 0x40, which is no value type
          6  | 01 7f 02 0b             | a mutability is 0x02 instead of 0 or 1
          6  | 01 7f 00 41 80          | ends where a constant should be
          6  | 01 7f 00 ff             | there is no instruction 0xff
          9  | 01 08                   | an element segment's flags are not 0 to 7
          10 | 01 ff ff ff ff 07       | a function's body needs 2147483647 bytes, but 0 are left; is the file cut off?
          11 | 01 03                   | a data segment's mode is 3 instead of 0, 1 or 2
          13 | 01 01 00                | a tag's attribute is 1 instead of 0
          """)
  void shouldSayWhatIsWrongWithASection(int section, String content, String message) {
    byte[] module = Hex.module(section, content);

    assertThatThrownBy(() -> WasmModule.read(module).verify())
        .isInstanceOf(WasmFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("offset 0x");
  }

  @Test
  void shouldRefuseMoreNestingThanAnyEngineTakes() {
    byte[] blocks = new byte[300_002];
    for (int i = 1; i < 300_001; i += 2) {
      blocks[i] = 0x02;
      blocks[i + 1] = 0x40;
    }
    CodeBody body = new CodeBody(Bytes.copyOf(blocks));

    assertThatThrownBy(() -> body.map(new CodeMapper() {}))
        .isInstanceOf(WasmFormatException.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void shouldRefuseMoreLocalsThanAnEngineHasTimeFor() {
    WasmModule module =
        WasmModule.read(Hex.module(1, "01 60 00 00"))
            .withFunctionSection(Collections.nCopies(101, 0))
            .withCodeSection(
                Collections.nCopies(101, new CodeBody(Hex.bytes("01 d0 86 03 7e 0b"))));

    assertThatThrownBy(module::verify)
        .isInstanceOf(WasmFormatException.class)
        .hasMessageContaining("more than 5000000 locals");
  }

  @Test
  void shouldRefuseSectionsInTheWrongOrder() {
    byte[] module = Hex.bytes("00 61 73 6d 01 00 00 00 03 01 00 01 01 00").toByteArray();
    byte[] twice = Hex.bytes("00 61 73 6d 01 00 00 00 01 01 00 01 01 00").toByteArray();

    assertThatThrownBy(() -> WasmModule.read(module))
        .hasMessageContaining("the type section stands after the function section");
    assertThatThrownBy(() -> WasmModule.read(twice)).hasMessageContaining("a second type section");
  }

  private static boolean accepts(byte[] bytes) {
    try {
      WasmModule module = WasmModule.read(bytes).verify();
      module.names();
      return true;
    } catch (WasmFormatException e) {
      return false;
    }
  }
}
