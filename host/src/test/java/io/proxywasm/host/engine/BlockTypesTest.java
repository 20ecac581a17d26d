package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.wasm.WasmModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockTypesTest {
  /** Blocks of the types 0 to 139, each of which takes a number and leaves it and one more. */
  private static ModuleBuilder manyTypes() {
    ModuleBuilder module = ModuleBuilder.plugin();
    for (int i = 0; i < 140; i++) {
      module.type("i>ii");
    }
    module.basics();
    Code code = Code.of().i32(0);
    for (int i = 0; i < 140; i++) {
      code.raw(0x02); // A block's type is a signed number.
      code.raw(i < 64 ? new int[] {i} : new int[] {i & 0x7f | 0x80, i >> 7});
      code.i32(1).end().add();
    }
    module.function("proxy_on_done", "i>i", code);
    module.function("proxy_on_request_trailers", "ii>i", code);
    return module;
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunBlocksOfAnyType(Mode mode) {
    Guest guest = mode.guest(manyTypes(), new FakeHost());
    assertThat(guest.onRequestTrailers(1, 0)).isEqualTo(140);
  }

  @Test
  void shouldNotTouchAModuleThatIsReadRight() {
    WasmModule few = WasmModule.read(ModuleBuilder.plugin().basics().build());
    assertThat(BlockTypes.cure(few)).isSameAs(few);
    ModuleBuilder unused = ModuleBuilder.plugin();
    for (int i = 0; i < 140; i++) {
      unused.type("i>ii");
    }
    WasmModule many = WasmModule.read(unused.basics().build());
    assertThat(BlockTypes.cure(many)).isSameAs(many);
  }
}
