package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WasmModuleTest {
  private final WasmModule sample = SampleModule.build();

  @Test
  void shouldWriteTheSameBytesWhenNothingWasEdited() {
    byte[] bytes = sample.write();

    assertThat(WasmModule.read(bytes).verify().write()).isEqualTo(bytes);
  }

  @Test
  void shouldKeepLongNumbersWhenNothingWasEdited() {
    // The section's size and its count are written with more bytes than needed.
    byte[] bytes = Hex.bytes("00 61 73 6d 01 00 00 00 01 86 80 00 81 80 00 60 00 00").toByteArray();

    assertThat(WasmModule.read(bytes).verify().write()).isEqualTo(bytes);
    assertThat(WasmModule.read(bytes).types()).containsExactly(SubType.of(SampleModule.NOTHING));
  }

  @Test
  void shouldWriteTheSameBytesWhenEverySectionIsReplacedByItself() {
    WasmModule module = WasmModule.read(sample.write());

    WasmModule rebuilt =
        module
            .withTypeSection(module.typeSection())
            .withImportSection(module.importSection())
            .withFunctionSection(module.functionSection())
            .withTableSection(module.tableSection())
            .withTagSection(module.tagSection())
            .withGlobalSection(module.globalSection())
            .withExportSection(module.exportSection())
            .withStart(module.start())
            .withCodeSection(module.codeSection())
            .withDataSection(module.dataSection());

    assertThat(rebuilt.write()).isEqualTo(sample.write());
  }

  @Test
  void shouldShowWhatEachSectionHolds() {
    WasmModule module = WasmModule.read(sample.write());

    assertThat(module.types()).hasSize(5);
    assertThat(module.types().get(4).supertypes()).containsExactly(3);
    assertThat(module.functions()).containsExactly(1, 0, 0);
    assertThat(module.functionType(0)).isEqualTo(SampleModule.LOG);
    assertThat(module.functionType(0)).hasToString("(i32, i64) -> (i32)");
    assertThat(module.tables())
        .extracting(TableType::element)
        .containsExactly(SampleModule.FUNCREF);
    assertThat(module.memories()).extracting(m -> m.pages().minimum()).containsExactly(1L);
    assertThat(module.memorySection()).isEmpty();
    assertThat(module.globalSection().get(0).value().i32Value()).isEqualTo(OptionalInt.of(-77));
    assertThat(module.tags()).containsExactly(new TagType(0));
    assertThat(module.start()).isEqualTo(OptionalInt.of(2));
    assertThat(module.elementSection()).hasSize(2);
    assertThat(module.dataSection().get(0).bytes()).isEqualTo(Hex.bytes("68 69"));
    assertThat(module.names()).get().extracting(n -> n.functions().get(1)).isEqualTo("run");
    assertThat(module.customSections())
        .extracting(CustomSection::name)
        .containsExactly("name", "anything");
  }

  @Test
  void shouldPutANewSectionInItsPlaceWhenThereWasNone() {
    WasmModule module = sample.withMemorySection(List.of(new MemoryType(SizeRange.of(1, 1))));

    assertThat(module.sections().stream().map(Section::id).toList())
        .containsSubsequence(SectionId.TABLE, SectionId.MEMORY, SectionId.TAG, SectionId.GLOBAL);
    assertThat(WasmModule.read(module.write()).memorySection()).hasSize(1);
  }

  @Test
  void shouldRemoveASectionWhenItBecomesEmpty() {
    WasmModule module = sample.withExportSection(List.of()).withStart(OptionalInt.empty());

    assertThat(module.section(SectionId.EXPORT)).isEmpty();
    assertThat(module.start()).isEmpty();
    assertThat(module.exportSection()).isEmpty();
    assertThat(sample.exportSection()).hasSize(2);
  }

  @Test
  void shouldDropCustomSectionsByName() {
    WasmModule module = sample.withoutCustomSections("anything"::equals);

    assertThat(module.customSections()).extracting(CustomSection::name).containsExactly("name");
  }

  @Test
  void shouldNotSeeLaterWritesToTheArrayItWasReadFrom() {
    byte[] bytes = sample.write();
    WasmModule module = WasmModule.read(bytes);

    bytes[8] = 99;

    assertThat(module.write()).isEqualTo(sample.write());
  }

  @Test
  void shouldNameTheIndexWhenItPointsToNothing() {
    WasmModule module =
        sample.withExportSection(List.of(new Export("run", ExternKind.FUNCTION, 17)));

    assertThatThrownBy(module::verify)
        .isInstanceOf(WasmFormatException.class)
        .hasMessageContaining("there is no function 17, only 3");
  }

  @Test
  void shouldRefuseTwoExportsOfOneName() {
    Export export = new Export("run", ExternKind.FUNCTION, 1);

    assertThatThrownBy(() -> sample.withExportSection(List.of(export, export)).verify())
        .hasMessageContaining("two exports are named run");
  }

  @Test
  void shouldRefuseFunctionsWithoutBodies() {
    assertThatThrownBy(() -> sample.withCodeSection(List.of(CodeBody.calling())).verify())
        .hasMessageContaining("2 functions have 1 bodies");
  }

  @Test
  void shouldWriteEachFormOfElementSegments() {
    Bytes forms =
        Hex.bytes(
            "08 00 41 00 0b 01 01 01 00 01 01 02 00 41 00 0b 00 01 01 03 00 01 01 "
                + "04 41 00 0b 01 d2 01 0b 05 70 01 d2 01 0b 06 00 41 00 0b 70 01 d2 01 0b "
                + "07 70 01 d2 01 0b");
    WasmModule module = SampleModule.build().withRaw(SectionId.ELEMENT, forms);

    WasmModule written = module.withElementSection(module.elementSection());

    assertThat(written.section(SectionId.ELEMENT).orElseThrow().content()).isEqualTo(forms);
  }
}
