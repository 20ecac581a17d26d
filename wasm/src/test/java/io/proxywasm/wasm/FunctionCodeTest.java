package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionCodeTest {
  private final CodeBody body = new CodeBody(Hex.bytes(SampleModule.CODE));

  @Test
  void shouldPutTogetherWhatItTookApart() {
    assertThat(FunctionCode.of(body).toBody()).isEqualTo(body);
  }

  @Test
  void shouldWriteNeighbouringLocalsOfATypeAsAGroup() {
    FunctionCode code = FunctionCode.of(new CodeBody(Hex.bytes("04 01 7f 02 7f 01 7e 00 7f 0b")));

    assertThat(code.locals())
        .containsExactly(NumberType.I32, NumberType.I32, NumberType.I32, NumberType.I64);
    assertThat(code.toBody().bytes()).isEqualTo(Hex.bytes("02 03 7f 01 7e 0b"));
  }

  @Test
  void shouldReadOperands() {
    List<Instruction> code = FunctionCode.of(body).instructions();

    assertThat(code.get(0)).isEqualTo(Instruction.block(0x02, new BlockType.Empty()));
    assertThat(code.get(0).opensBlock()).isTrue();
    assertThat(code.get(2).blockType()).isEqualTo(new BlockType.Result(NumberType.I32));
    assertThat(code)
        .filteredOn(instruction -> instruction.opcode() == 0xfb0002)
        .extracting(Instruction::operand)
        .containsExactly(3);
    assertThat(code.get(1)).isEqualTo(Instruction.of(0x0b));
    assertThat(Instruction.of(0x20, 300).operand()).isEqualTo(300);
  }

  @Test
  void shouldRefuseMoreLocalsThanEnginesTake() {
    CodeBody many = new CodeBody(Hex.bytes("01 ff ff ff ff 0f 7f 0b"));

    assertThatThrownBy(() -> FunctionCode.of(many))
        .isInstanceOf(WasmFormatException.class)
        .hasMessageContaining("locals");
  }
}
