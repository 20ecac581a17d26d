package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {
  private static final String MARKER = "proxy_abi_version_0_2_1";

  private final WasmEngine engine = WasmEngine.compiled();

  @Test
  void shouldSayWhatIsThereWhenItIsNoModule() {
    assertRefused(
        "<html></html>".getBytes(UTF_8),
        "Failed to parse corrupted Wasm module",
        "not a WebAssembly module",
        "<htm");
    assertRefused(new byte[0], "Failed to parse corrupted Wasm module", "empty");
  }

  @Test
  void shouldSayWhereWhenTheModuleIsCutOff() {
    byte[] whole = ModuleBuilder.plugin().basics().build();
    for (int length = 8; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> engine.load(part))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(GuestException.class);
    }
  }

  @Test
  void shouldNeverThrowAnythingElseWhenBytesAreChanged() {
    byte[] good = ModuleBuilder.plugin().basics().data(8, "abc").global(1).table(1, 2).build();
    for (int i = 8; i < good.length; i++) {
      for (int value : new int[] {0, 1, 0x40, 0x7f, 0x80, 0xff}) {
        byte[] bad = good.clone();
        bad[i] = (byte) value;
        try {
          WasmEngine.interpreted()
              .load(bad)
              .newGuest(new FakeHost().hostcalls(), GuestOptions.defaults());
        } catch (GuestException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  @Test
  void shouldSayWhatIsWrongWhenABodyDoesNotFitItsType() {
    ModuleBuilder module = ModuleBuilder.plugin().basics();
    module.function(">i", Code.of().i64(1));
    assertRefused(module.build(), "Failed to load Wasm bytecode", "i64");
  }

  @Test
  void shouldSayThatItIsNoPluginWhenThereIsNoMarker() {
    assertRefused(
        ModuleBuilder.plugin().memory(1, 1).build(),
        "Missing or unknown Proxy-Wasm ABI version",
        "proxy_abi_version_0_2_1",
        "SDK");
    assertRefused(
        ModuleBuilder.plugin().marker("proxy_abi_version_0_3_0").memory(1, 1).build(),
        "Missing or unknown Proxy-Wasm ABI version");
  }

  @ParameterizedTest
  @CsvSource({
    "proxy_abi_version_0_1_0, V0_1_0",
    "proxy_abi_version_0_2_0, V0_2_0",
    "proxy_abi_version_0_2_1, V0_2_1"
  })
  void shouldTakeTheVersionFromTheMarker(String marker, AbiVersion version) {
    ModuleBuilder module = ModuleBuilder.plugin().marker(marker).memory(1, 1);
    module.function("malloc", "i>i", Code.of().i32(8));
    assertThat(engine.load(module.build()).abiVersion()).isEqualTo(version);
  }

  @Test
  void shouldTakeTheFirstMarkerWhenThereAreMore() {
    ModuleBuilder module = ModuleBuilder.plugin().marker("proxy_abi_version_0_2_0").basics();
    assertThat(engine.load(module.build()).abiVersion()).isEqualTo(AbiVersion.V0_2_0);
  }

  @Test
  void shouldListAllImportsThatAreMissing() {
    ModuleBuilder module = ModuleBuilder.plugin();
    module.importFunction("env", "proxy_log", "iii>i");
    module.importFunction("env", "envoy_resolve_dns", "iii>i");
    module.importFunction("redis", "get", "i>i");
    module.importFunction("wasi_snapshot_preview1", "proc_raise", "i>i");
    module.importFunction("wasi_unstable", "fd_write", "iiii>i");
    assertRefused(
        module.basics().build(),
        "Failed to load Wasm module due to a missing import: env.envoy_resolve_dns, redis.get,"
            + " wasi_snapshot_preview1.proc_raise. ",
        "ABI 0.2.1");
  }

  @ParameterizedTest
  @CsvSource({
    "0_1_0, proxy_continue_stream, i>i, '0.2.0, 0.2.1'",
    "0_1_0, proxy_close_stream, i>i, '0.2.0, 0.2.1'",
    "0_1_0, proxy_get_log_level, i>i, 0.2.1",
    "0_2_0, proxy_get_log_level, i>i, 0.2.1",
    "0_2_0, proxy_get_configuration, ii>i, 0.1.0",
    "0_2_1, proxy_continue_request, >i, 0.1.0",
    "0_2_1, proxy_continue_response, >i, 0.1.0",
    "0_2_1, proxy_clear_route_cache, >i, 0.1.0"
  })
  void shouldSayWhichVersionHasAnImportWhenItIsNotTheModules(
      String marked, String name, String signature, String versions) {
    ModuleBuilder module = ModuleBuilder.plugin();
    module.importFunction("env", name, signature);
    module.marker("proxy_abi_version_" + marked);
    assertRefused(
        module.build(),
        "missing import: env." + name,
        "belongs to ABI " + versions,
        "the module is marked " + marked.replace('_', '.'));
  }

  @Test
  void shouldShowBothSignaturesWhenAnImportHasAnother() {
    ModuleBuilder module = ModuleBuilder.plugin();
    module.importFunction("env", "proxy_increment_metric", "ii>i");
    assertRefused(
        module.basics().build(),
        "Failed to load Wasm module due to an import type mismatch: env.proxy_increment_metric,"
            + " want: i32 i32 -> i32, but host exports: i32 i64 -> i32");
  }

  @Test
  void shouldRefuseImportsThatAreNoFunctions() {
    assertRefused(
        ModuleBuilder.plugin().importOther("env", "g", 3, 0x7f, 0).basics().build(),
        "missing import: env.g (a global)");
    assertRefused(
        ModuleBuilder.plugin().importOther("env", "t", 1, 0x70, 0, 1).basics().build(),
        "missing import: env.t (a table)");
    assertRefused(
        ModuleBuilder.plugin().importOther("env", "m", 2, 0, 1).basics().build(),
        "missing import: env.m (a memory)");
    ModuleBuilder tag = ModuleBuilder.plugin();
    tag.type(">");
    assertRefused(
        tag.importOther("env", "x", 4, 0, 0).basics().build(), "missing import: env.x (a tag)");
  }

  @Test
  void shouldRefuseWhenThereIsNotOneMemoryThatIsExported() {
    assertRefused(ModuleBuilder.plugin().marker(MARKER).build(), "one memory", "has 0");
    assertRefused(
        ModuleBuilder.plugin().marker(MARKER).memory(1, 1).hiddenMemory(1, 1).build(),
        "one memory",
        "has 2");
    assertRefused(
        ModuleBuilder.plugin().marker(MARKER).hiddenMemory(1, 1).build(),
        "does not export its memory");
  }

  @Test
  void shouldRefuseWhenThereIsNoAllocator() {
    assertRefused(
        ModuleBuilder.plugin().marker(MARKER).memory(1, 1).build(),
        "Wasm module is missing malloc function",
        "proxy_on_memory_allocate");
  }

  @Test
  void shouldRefuseAnExportOfTheWrongForm() {
    ModuleBuilder allocator = ModuleBuilder.plugin().marker(MARKER).memory(1, 1);
    allocator.function("malloc", "l>i", Code.of().i32(0));
    assertRefused(
        allocator.build(),
        "Bad function signature for: malloc, want: i32 -> i32, but the module exports: i64 -> i32");
    ModuleBuilder callback = ModuleBuilder.plugin().basics();
    callback.function("proxy_on_tick", ">", Code.of());
    assertRefused(
        callback.build(),
        "Bad function signature for: proxy_on_tick, want: i32 -> void, but the module exports:"
            + " void -> void");
  }

  @Test
  void shouldLookAtMainOnlyWhenItIsCalled() {
    ModuleBuilder alone = ModuleBuilder.plugin().basics();
    alone.function("main", ">", Code.of());
    alone.function("_start", ">", Code.of());
    assertThatCode(() -> engine.load(alone.build())).doesNotThrowAnyException();
    alone.function("_initialize", ">", Code.of());
    assertRefused(alone.build(), "Bad function signature for: main");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0})
  void shouldKnowTheEndOfHeadersOnlySinceVersion020(int old) {
    ModuleBuilder module =
        ModuleBuilder.plugin().marker("proxy_abi_version_0_" + (old == 1 ? "1_0" : "2_0"));
    module.memory(1, 1).function("malloc", "i>i", Code.of().i32(8));
    module.function("proxy_on_request_headers", old == 1 ? "ii>i" : "iii>i", Code.of().i32(0));
    assertThatCode(() -> engine.load(module.build())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayThatItDoesNotRunVectors(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin().basics();
    module.function(">", Code.of().raw(0xfd, 0x0c).raw(new int[16]).drop());
    assertThatThrownBy(() -> mode.engine().load(module.build()))
        .isInstanceOf(GuestException.class)
        .hasMessageContainingAll("SIMD", "-simd128");
  }

  @Test
  void shouldRefuseATableThatIsTooLarge() {
    byte[] module =
        ModuleBuilder.plugin()
            .basics()
            .table(9_000_000, 9_000_000)
            .table(2_000_000, 3_000_000)
            .build();
    assertThatThrownBy(
            () -> engine.load(module).newGuest(new FakeHost().hostcalls(), GuestOptions.defaults()))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("a table of 9000000 entries; the limit is 5000000");
  }

  private void assertRefused(byte[] module, String... words) {
    assertThatThrownBy(() -> engine.load(module))
        .isInstanceOf(GuestException.class)
        .hasMessageContainingAll(words);
  }
}
