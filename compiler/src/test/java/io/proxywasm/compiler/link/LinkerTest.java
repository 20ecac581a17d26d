package io.proxywasm.compiler.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.wasm.CustomSection;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.Global;
import io.proxywasm.wasm.GlobalType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.MemoryType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.SizeRange;
import io.proxywasm.wasm.WasmModule;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import run.endive.runtime.Instance;

class LinkerTest {
  private final TeavmLike teavm = new TeavmLike();

  @Test
  void shouldMakeTheMemoryTheModulesOwn() {
    WasmModule linked = teavm.link(new LinkOptions(false, 100));

    assertThat(linked.memorySection()).containsExactly(new MemoryType(SizeRange.of(2, 100)));
    assertThat(linked.exportSection()).contains(new Export("memory", ExternKind.MEMORY, 0));
    assertThat(linked.importSection())
        .containsExactly(new Import("env", "proxy_log", new FunctionReference(TeavmLike.LOG_TYPE)));
  }

  @Test
  void shouldPutTheHeapBehindTheDataAndNeverLetItGrow() {
    WasmModule linked = teavm.linkWithoutOptimizing();

    assertThat(linked.globalSection())
        .extracting(global -> global.value().i32Value().getAsInt())
        .containsExactly(512, 0, 0);
    assertThat(linked.globalSection())
        .extracting(Global::type)
        .containsExactly(
            new GlobalType(NumberType.I32, false),
            new GlobalType(NumberType.I32, false),
            new GlobalType(NumberType.I32, true));
  }

  @Test
  void shouldExportOnlyWhatAHostCanCall() {
    int onLog = teavm.function(TeavmLike.NOTHING_TYPE, "00 0b");
    teavm.export("proxy_on_log", onLog).export("teavm_stopped", onLog);

    assertThat(teavm.link().exportSection())
        .extracting(Export::name)
        .containsExactly("proxy_on_log", "memory", "_initialize", "proxy_abi_version_0_2_0");
  }

  @Test
  void shouldNameAnExportedFunctionThatTakesReferences() {
    teavm.export("answer", teavm.function(TeavmLike.REFERENCE_TYPE, "00 20 00 0b"));

    assertThatThrownBy(teavm::link)
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(
            "the exported function answer has the signature (anyref) -> (anyref)");
  }

  @Test
  void shouldNameAnExportedTag() {
    teavm.exports.add(new Export("oops", ExternKind.TAG, 0));

    assertThatThrownBy(teavm::link)
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("exports the tag oops");
  }

  @Test
  void shouldExportTheStartFunctionAsInitializeWhenThereIsNothingElse() {
    WasmModule linked = teavm.link();

    assertThat(linked.start()).isEmpty();
    assertThat(linked.exportSection())
        .contains(new Export("_initialize", ExternKind.FUNCTION, TeavmLike.START));
  }

  @Test
  void shouldRunTheStartFunctionAndThenThePluginsInitializer() {
    // The initializer multiplies by 10 what the start function incremented.
    int initializer = teavm.function(TeavmLike.NOTHING_TYPE, "00 23 02 41 0a 6c 24 02 0b");
    teavm.types.add(RecGroup.of(new FunctionType(List.of(), List.of(NumberType.I32))));
    int result = teavm.function(3, "00 23 02 0b");
    teavm.export("proxywasm.initialize", initializer).export("result", result);

    WasmModule linked = teavm.link();
    Instance instance = Engine.instantiate(linked);

    assertThat(linked.exportSection())
        .extracting(Export::name)
        .doesNotContain("proxywasm.initialize");
    assertThat(instance.export("result").apply()).containsExactly(0);
    instance.export("_initialize").apply();
    assertThat(instance.export("result").apply()).containsExactly(10);
  }

  @Test
  void shouldDoNothingAtTheStartWhenThereIsNothingToDo() {
    teavm.start = OptionalInt.empty();

    Engine.instantiate(teavm.link()).export("_initialize").apply();
  }

  @Test
  void shouldMarkTheNewestAbiVersionOnlyWhenItIsNeeded() {
    teavm.imports.add(2, new Import("env", "proxy_get_log_level", new FunctionReference(0)));
    teavm.exports.clear();
    teavm.start = OptionalInt.of(TeavmLike.START + 1);

    WasmModule linked = teavm.link();

    assertThat(linked.exportSection()).extracting(Export::name).contains("proxy_abi_version_0_2_1");
    assertThat(linked.exportSection())
        .extracting(Export::name)
        .doesNotContain("proxy_abi_version_0_2_0");
  }

  @Test
  void shouldKeepTheMarkerThatThePluginExports() {
    teavm.export("proxy_abi_version_0_2_1", TeavmLike.START);

    assertThat(teavm.link().exportSection())
        .extracting(Export::name)
        .containsExactly("proxy_abi_version_0_2_1", "memory", "_initialize");
  }

  @Test
  void shouldKeepTheOrderOfFunctions() {
    teavm.export("first", teavm.function(TeavmLike.NOTHING_TYPE, "00 01 0b"));
    teavm.export("second", teavm.function(TeavmLike.NOTHING_TYPE, "00 01 01 0b"));

    assertThat(teavm.link().exportSection())
        .contains(
            new Export("first", ExternKind.FUNCTION, 2),
            new Export("second", ExternKind.FUNCTION, 3));
  }

  @Test
  void shouldDropNamesAndWhatBelongsToTeavm() {
    assertThat(teavm.link().customSections())
        .extracting(CustomSection::name)
        .containsExactly("licence");
  }

  @Test
  void shouldKeepNamesWhenTheyAreWanted() {
    teavm.export("proxywasm.initialize", TeavmLike.START);

    WasmModule linked = teavm.link(LinkOptions.defaults().withNames(true));

    assertThat(linked.customSections())
        .extracting(CustomSection::name)
        .containsExactly("licence", "name");
    assertThat(linked.names().orElseThrow().functions())
        .containsExactly(
            Map.entry(0, "f0"),
            Map.entry(1, "f1"),
            Map.entry(2, "_initialize"),
            Map.entry(3, "proxy_abi_version_0_2_0"));
  }

  @Test
  void shouldGiveTheSameBytesEveryTime() {
    byte[] module = teavm.write();

    assertThat(Linker.link(module, LinkOptions.defaults()))
        .isEqualTo(Linker.link(module.clone(), LinkOptions.defaults()));
  }

  @Test
  void shouldLeaveUnknownFunctionsToTheCheck() {
    Import unknown = new Import("teavmDate", "create", new FunctionReference(1));
    teavm.imports.add(2, unknown);
    teavm.exports.clear();
    teavm.start = OptionalInt.of(TeavmLike.START + 1);

    assertThat(teavm.link().importSection()).contains(unknown);
  }

  @Test
  void shouldNameAnImportedGlobalThatNobodyProvides() {
    teavm.imports.add(new Import("env", "base", new GlobalType(NumberType.I32, true)));

    assertThatThrownBy(teavm::link)
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("imports the global env.base");
  }

  @Test
  void shouldRefuseAMemoryBeyondTheBound() {
    assertThatThrownBy(() -> teavm.link(new LinkOptions(false, 1)))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("needs 2 pages of memory, but only 1 are allowed");
  }

  @Test
  void shouldRefuseAModuleThatIsLinkedAlready() {
    byte[] linked = teavm.link().write();

    assertThatThrownBy(() -> Linker.link(linked, LinkOptions.defaults()))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("linked already");
  }

  @Test
  void shouldRefuseAPluginThatExportsInitializeItself() {
    teavm.export("_initialize", TeavmLike.START);

    assertThatThrownBy(teavm::link)
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("write a main method instead");
  }

  @Test
  void shouldSayThatItCannotReadWhatIsNoModule() {
    assertThatThrownBy(() -> Linker.link(new byte[] {'P', 'K', 3, 4}, LinkOptions.defaults()))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("(a zip or jar file)");
  }
}
