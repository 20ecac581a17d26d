package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NameSectionTest {
  @Test
  void shouldReadWhatItWroteInTheOrderOfIndices() {
    NameSection names = new NameSection(new TreeMap<>(Map.of(300, "später", 1, "first")));

    NameSection read = NameSection.read(names.toSection().content());

    assertThat(read).isEqualTo(names);
    assertThat(read.functions().keySet()).containsExactly(1, 300);
  }

  @Test
  void shouldSkipNamesOfOtherThings() {
    assertThat(NameSection.read(Hex.bytes("00 02 01 61 01 04 01 05 01 62 07 01 00")).functions())
        .containsExactly(Map.entry(5, "b"));
  }

  @Test
  void shouldReplaceWhatIsNotUtf8() {
    NameSection names = NameSection.read(Hex.bytes("01 04 01 05 01 ff"));

    assertThat(names.functions()).containsExactly(Map.entry(5, "\ufffd"));
    assertThat(NameSection.read(names.toSection().content())).isEqualTo(names);
  }

  @Test
  void shouldRefuseASubsectionThatIsCutOff() {
    assertThatThrownBy(() -> NameSection.read(Hex.bytes("01 09 01 05 01")))
        .isInstanceOf(WasmFormatException.class)
        .hasMessageContaining("a subsection needs 9 bytes");
  }
}
