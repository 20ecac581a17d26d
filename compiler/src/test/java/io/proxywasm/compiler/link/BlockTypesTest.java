package io.proxywasm.compiler.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.wasm.BlockType;
import io.proxywasm.wasm.CodeMapper;
import io.proxywasm.wasm.FieldType;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.StructType;
import io.proxywasm.wasm.TypeIndex;
import io.proxywasm.wasm.ValueType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTypesTest {
  private static final List<Integer> MISREAD = List.of(64, 99, 100, 110, 126, 127);
  private static final FunctionType TWO =
      new FunctionType(List.of(), List.of(NumberType.I32, NumberType.I32));
  private static final FunctionType TO_I32 = new FunctionType(List.of(), List.of(NumberType.I32));
  private static final StructType STRUCT =
      new StructType(List.of(new FieldType(NumberType.I64, true)));

  private final TeavmLike teavm = new TeavmLike();

  /** Without the cure Endive refuses the module; the day it does not, this class may go. */
  @Test
  void shouldBeNeededForEndive() {
    teavm.types.addAll(types(200, TWO));
    addBlocks(List.of(110));
    WasmModule cured = teavm.linkWithoutOptimizing();
    WasmModule sick =
        cured
            .withCodeSection(new ArrayList<>(teavm.bodies))
            .withFunctionSection(teavm.functions)
            .withExportSection(List.of());

    assertThatThrownBy(() -> Engine.instantiate(sick)).hasMessageContaining("type mismatch");
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 129, 200, 1000})
  void shouldPointMisreadBlocksToACopyOfTheirType(int count) {
    teavm.types.addAll(types(count - teavm.types.size(), TWO));
    addBlocks(MISREAD);

    WasmModule linked = teavm.linkWithoutOptimizing();

    assertThat(linked.types()).hasSize(count + MISREAD.size());
    assertThat(signatures(linked)).allMatch(index -> index >= count);
    assertThat(Engine.instantiate(linked).export("f0").apply()).containsExactly(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 99, 100, 120, 127})
  void shouldNotPutACopyWhereItIsMisreadToo(int count) {
    teavm.types.addAll(types(count - teavm.types.size(), TWO));
    addBlocks(List.of(64));

    WasmModule linked = teavm.linkWithoutOptimizing();

    assertThat(signatures(linked)).doesNotContain(64).allMatch(index -> index < 99 || index > 127);
    assertThat(Engine.instantiate(linked).export("f0").apply()).containsExactly(5);
  }

  @Test
  void shouldWriteAResultInPlaceWhenThatIsNotLonger() {
    teavm.types.add(RecGroup.of(TO_I32));
    teavm.types.add(RecGroup.of(STRUCT));
    teavm.types.add(
        RecGroup.of(
            new FunctionType(List.of(), List.of(new ReferenceType(true, new TypeIndex(4))))));
    teavm.function(TeavmLike.NOTHING_TYPE, "00 02 01 0b 02 03 41 00 0b 1a 02 05 d0 04 0b 1a 0b");
    int before = teavm.types.size();

    WasmModule linked = teavm.linkWithoutOptimizing();

    assertThat(linked.types()).hasSize(before);
    assertThat(linked.codeSection().get(2).bytes())
        .isEqualTo(TeavmLike.hex("00 02 40 0b 02 7f 41 00 0b 1a 02 05 d0 04 0b 1a 0b"));
    Engine.instantiate(linked);
  }

  @Test
  void shouldWriteAReferenceInPlaceWhenItsTypeIsMisread() {
    teavm.types.add(RecGroup.of(STRUCT));
    ValueType reference = new ReferenceType(true, new TypeIndex(3));
    teavm.types.addAll(types(150, new FunctionType(List.of(), List.of(reference))));
    teavm.function(TeavmLike.NOTHING_TYPE, "00 02 e4 00 d0 03 0b 1a 0b");

    WasmModule linked = teavm.linkWithoutOptimizing();

    assertThat(linked.codeSection().get(2).bytes())
        .isEqualTo(TeavmLike.hex("00 02 63 03 d0 03 0b 1a 0b"));
    Engine.instantiate(linked);
  }

  /** Functions that add the two results of a block, one for each type; all give 5. */
  private void addBlocks(List<Integer> indices) {
    teavm.types.set(TeavmLike.LOG_TYPE, RecGroup.of(TO_I32));
    int number = 0;
    for (int index : indices) {
      String type = String.format("%02x %02x", index & 0x7f | 0x80, index >> 7);
      teavm.export(
          "f" + number,
          teavm.function(TeavmLike.LOG_TYPE, "00 02 " + type + " 41 02 41 03 0b 6a 0b"));
      number++;
    }
  }

  private static List<RecGroup> types(int count, FunctionType type) {
    List<RecGroup> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(RecGroup.of(type));
    }
    return groups;
  }

  private static List<Integer> signatures(WasmModule module) {
    List<Integer> indices = new ArrayList<>();
    CodeMapper collector =
        new CodeMapper() {
          @Override
          public BlockType blockType(BlockType type) {
            if (type instanceof BlockType.Signature signature) {
              indices.add(signature.type());
            }
            return type;
          }
        };
    module.codeSection().forEach(body -> body.map(collector));
    return indices;
  }
}
