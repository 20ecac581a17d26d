package io.proxywasm.compiler.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.wasm.AbstractHeapType;
import io.proxywasm.wasm.ArrayType;
import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.FieldType;
import io.proxywasm.wasm.FunctionCode;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Instruction;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.PackedType;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.WasmModule;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import run.endive.runtime.Instance;

/** Functions of one number that are shortened must do what they did. */
class OptimizerTest {
  /** A number is an i31 reference; zero is null. */
  private static final String REFERENCE = "20 00 04 6e 20 00 fb 1c 05 d0 6e 0b ";

  private static final int FUNCTION_TYPE = 4;

  private final TeavmLike teavm = new TeavmLike();
  private String thrower = "";

  @BeforeEach
  void addTypes() {
    ReferenceType nullable = new ReferenceType(true, AbstractHeapType.ANY);
    ReferenceType reference = new ReferenceType(false, AbstractHeapType.ANY);
    teavm.types.add(RecGroup.of(new ArrayType(new FieldType(PackedType.I8, true))));
    teavm.types.add(
        RecGroup.of(new FunctionType(List.of(NumberType.I32), List.of(NumberType.I32))));
    teavm.types.add(RecGroup.of(new FunctionType(List.of(nullable), List.of(reference))));
    int index = teavm.function(TeavmLike.NOTHING_TYPE, "00 01 01 0b");
    thrower = "10 %02x 08 00 ".formatted(index);
  }

  private String nullCheck() {
    return REFERENCE + "02 05 d6 00 " + thrower + "0b 1a ";
  }

  private String boundsCheck() {
    return "02 40 02 40 20 00 41 00 48 0d 00 20 00 20 01 fb 0f 48 0d 01 0b " + thrower + "0b ";
  }

  private WasmModule link(String body) {
    return teavm.export("f", teavm.function(FUNCTION_TYPE, body)).link();
  }

  private static List<Integer> opcodes(WasmModule linked) {
    return code(linked).instructions().stream().map(Instruction::opcode).toList();
  }

  private static FunctionCode code(WasmModule linked) {
    int index =
        linked.exportSection().stream()
            .filter(export -> export.name().equals("f"))
            .mapToInt(Export::index)
            .findFirst()
            .orElseThrow();
    int imported = linked.functions().size() - linked.functionSection().size();
    return FunctionCode.of(linked.codeSection().get(index - imported));
  }

  private static long call(WasmModule linked, int argument) {
    Instance instance = Engine.instantiate(linked);
    return (int) instance.export("f").apply(argument)[0];
  }

  @Test
  void shouldThrowAtOnePlaceWhenSeveralReferencesAreNull() {
    WasmModule linked = link("00 " + nullCheck() + nullCheck() + "20 00 0b");

    assertThat(opcodes(linked))
        .containsOnlyOnce(Op.THROW)
        .contains(Op.BRANCH_ON_NULL)
        .doesNotContain(Op.BRANCH_ON_NON_NULL);
    assertThat(call(linked, 3)).isEqualTo(3);
    assertThatThrownBy(() -> call(linked, 0)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void shouldLeaveBranchesToTheEndOfTheFunctionWhereTheyLead() {
    WasmModule linked =
        link("00 " + nullCheck() + nullCheck() + "02 40 41 07 20 00 41 05 46 0d 01 1a 0b 20 00 0b");

    assertThat(opcodes(linked)).containsOnlyOnce(Op.THROW);
    assertThat(call(linked, 5)).isEqualTo(7);
    assertThat(call(linked, 6)).isEqualTo(6);
  }

  @Test
  void shouldCatchWhatAnotherPlaceDoesNotWhenACheckIsWithinATry() {
    String check = nullCheck() + nullCheck();
    WasmModule linked = link("00 02 40 1f 40 01 00 00 00 " + check + "0b 20 00 0f 0b 41 e3 00 0b");

    assertThat(opcodes(linked)).contains(Op.BRANCH_ON_NON_NULL);
    assertThat(call(linked, 3)).isEqualTo(3);
    assertThat(call(linked, 0)).isEqualTo(99);
  }

  @Test
  void shouldCompareAnIndexOnceWhenItIsChecked() {
    WasmModule linked =
        link("01 01 63 03 41 05 fb 07 03 21 01 " + boundsCheck() + boundsCheck() + "20 00 0b");

    assertThat(opcodes(linked)).doesNotContain(Op.I32_LT_S).containsOnlyOnce(Op.THROW);
    assertThat(call(linked, 0)).isZero();
    assertThat(call(linked, 4)).isEqualTo(4);
    assertThatThrownBy(() -> call(linked, 5)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> call(linked, -1)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void shouldThrowWhereAConditionDoesNotHold() {
    String check = "02 40 20 00 41 0a 48 0d 00 " + thrower + "0b ";
    String notZero = "20 00 45 04 40 " + thrower + "0b ";
    WasmModule linked = link("00 " + check + notZero + check + "20 00 0b");

    assertThat(opcodes(linked)).containsOnlyOnce(Op.THROW);
    assertThat(call(linked, 9)).isEqualTo(9);
    assertThatThrownBy(() -> call(linked, 10)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> call(linked, 0)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void shouldDropCopiesOfLocals() {
    WasmModule linked = link("01 03 7f 20 00 21 01 20 01 21 02 20 02 21 03 20 03 20 03 6a 0b");

    assertThat(code(linked).toBody())
        .isEqualTo(new CodeBody(TeavmLike.hex("00 20 00 20 00 6a 0b")));
  }

  @Test
  void shouldKeepLocalsApartThatAreNeededAtTheSameTime() {
    WasmModule linked =
        link(
            "01 03 7f 41 01 21 01 41 02 21 02 "
                + "02 40 03 40 20 00 45 0d 01 " // as often as the argument says
                + "20 01 21 03 20 02 21 01 20 03 21 02 " // exchanges two locals
                + "20 00 41 01 6b 21 00 0c 00 0b 0b 20 01 41 0a 6c 20 02 6a 0b");

    assertThat(call(linked, 0)).isEqualTo(12);
    assertThat(call(linked, 1)).isEqualTo(21);
    assertThat(call(linked, 2)).isEqualTo(12);
  }

  @Test
  void shouldBeginWithZeroWhenALocalIsReadBeforeItIsWritten() {
    WasmModule maybe = link("01 02 7f 41 05 21 02 20 02 1a 20 00 04 40 41 07 21 01 0b 20 01 0b");

    assertThat(call(maybe, 0)).isZero();
    assertThat(call(maybe, 1)).isEqualTo(7);
  }

  @Test
  void shouldNotTakeAParametersPlaceWhenALocalIsNeverWritten() {
    assertThat(call(link("01 01 7f 20 01 0b"), 9)).isZero();
  }

  @Test
  void shouldWriteLocalsOfATypeTogether() {
    WasmModule linked =
        link(
            "03 01 7f 01 7e 01 7f 20 00 41 01 6a 21 01 42 02 21 02 20 00 41 03 6a 21 03 "
                + "20 01 20 03 6a 20 01 6a 20 02 a7 6a 20 02 a7 6a 20 03 6a 20 00 6a 0b");

    assertThat(code(linked).locals())
        .containsExactly(NumberType.I32, NumberType.I32, NumberType.I64);
    assertThat(call(linked, 1)).isEqualTo(17);
  }

  @Test
  void shouldDropWhatStandsBehindAReturn() {
    WasmModule linked = link("00 20 00 04 40 20 00 0f 02 40 0b 0c 00 0b 41 05 1a 41 08 0b");

    assertThat(code(linked).toBody())
        .isEqualTo(new CodeBody(TeavmLike.hex("00 20 00 04 40 20 00 0f 0b 41 08 0b")));
  }
}
