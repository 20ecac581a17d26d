package io.proxywasm.compiler.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.wasm.FieldType;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.StructType;
import io.proxywasm.wasm.SubType;
import io.proxywasm.wasm.WasmModule;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnusedTest {
  private final TeavmLike teavm = new TeavmLike();

  @Test
  void shouldLeaveOutFunctionsThatNoExportLeadsTo() {
    int called = teavm.function(TeavmLike.NOTHING_TYPE, "00 01 0b");
    teavm.function(TeavmLike.NOTHING_TYPE, "00 01 01 0b");
    teavm.export("f", teavm.function(TeavmLike.NOTHING_TYPE, "00 10 %02x 0b".formatted(called)));

    WasmModule linked = teavm.link(LinkOptions.defaults().withNames(true));

    assertThat(linked.names().orElseThrow().functions().values())
        .containsExactly("f0", "f1", "f3", "f5", "proxy_abi_version_0_2_0");
    Engine.instantiate(linked).export("f").apply();
  }

  @Test
  void shouldJoinFunctionsThatDoTheSame() {
    int one = teavm.function(TeavmLike.NOTHING_TYPE, "00 01 0b");
    int two = teavm.function(TeavmLike.NOTHING_TYPE, "00 01 0b");
    teavm.export("f", teavm.function(TeavmLike.NOTHING_TYPE, "00 10 %02x 0b".formatted(one)));
    teavm.export("g", teavm.function(TeavmLike.NOTHING_TYPE, "00 10 %02x 0b".formatted(two)));

    WasmModule linked = teavm.link();

    assertThat(index(linked, "f")).isEqualTo(index(linked, "g"));
    assertThat(linked.codeSection()).hasSize(4); // start, f, what it calls, the marker
  }

  @Test
  void shouldLeaveOutGlobalsThatNobodyReads() {
    WasmModule linked = teavm.link();

    assertThat(linked.globalSection()).hasSize(1);
    assertThat(linked.globalSection().get(0).type().mutable()).isTrue();
  }

  @Test
  void shouldLeaveOutTypesButKeepGroupsWhole() {
    StructType struct = new StructType(List.of(new FieldType(NumberType.I32, true)));
    teavm.types.add(new RecGroup(List.of(SubType.of(struct), SubType.of(struct))));
    teavm.types.add(RecGroup.of(new FunctionType(List.of(), List.of(NumberType.F64))));
    teavm.export("f", teavm.function(TeavmLike.NOTHING_TYPE, "00 fb 01 04 1a 0b"));

    WasmModule linked = teavm.link();

    assertThat(linked.typeSection())
        .containsExactly(
            teavm.types.get(TeavmLike.LOG_TYPE),
            teavm.types.get(TeavmLike.NOTHING_TYPE),
            teavm.types.get(3));
    Engine.instantiate(linked).export("f").apply();
  }

  private static int index(WasmModule linked, String name) {
    return linked.exportSection().stream()
        .filter(export -> export.name().equals(name))
        .findFirst()
        .orElseThrow()
        .index();
  }
}
