package io.proxywasm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.compiler.Finding.Severity;
import io.proxywasm.wasm.AbstractHeapType;
import io.proxywasm.wasm.Bytes;
import io.proxywasm.wasm.CodeBody;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.ExternKind;
import io.proxywasm.wasm.ExternType;
import io.proxywasm.wasm.FunctionReference;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.GlobalType;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.MemoryType;
import io.proxywasm.wasm.NumberType;
import io.proxywasm.wasm.RecGroup;
import io.proxywasm.wasm.ReferenceType;
import io.proxywasm.wasm.SizeRange;
import io.proxywasm.wasm.TagType;
import io.proxywasm.wasm.WasmModule;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModuleCheckTest {
  private final List<RecGroup> types = new ArrayList<>();
  private final List<Import> imports = new ArrayList<>();
  private final List<Export> exports = new ArrayList<>();
  private final List<String> signatures = new ArrayList<>();
  private SizeRange pages = SizeRange.of(1, 16384);
  private OptionalInt start = OptionalInt.empty();
  private String code = "00 00 0b";

  ModuleCheckTest() {
    exports.add(new Export("memory", ExternKind.MEMORY, 0));
    exports.add(new Export("proxy_abi_version_0_2_0", ExternKind.FUNCTION, 0));
    function(":");
    export("malloc", "i:i");
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindNothingInAModuleThatIsRight(HostProfile host) {
    export("_initialize", ":");
    export("proxy_on_request_headers", "iii:i");
    export("anything_else", "l:l");

    assertThat(ModuleCheck.check(module(), host)).isEmpty();
  }

  @Test
  void shouldSayThatAModuleWithoutMarkerIsNoPlugin() {
    exports.remove(1);

    assertThat(errors()).singleElement().asString().contains("it is not a Proxy-Wasm plugin");
  }

  @Test
  void shouldNameAMarkerThatNoHostServes() {
    exports.set(1, new Export("proxy_abi_version_0_3_0", ExternKind.FUNCTION, 0));

    assertThat(errors())
        .singleElement()
        .asString()
        .contains("proxy_abi_version_0_3_0, a version that no host serves");
  }

  @Test
  void shouldWarnOfSeveralMarkers() {
    exports.add(new Export("proxy_abi_version_0_2_1", ExternKind.FUNCTION, 0));

    assertThat(findings()).singleElement().asString().contains("several ABI versions");
    assertThat(ModuleCheck.abiVersion(module())).contains(AbiVersion.V0_2_0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          env                    | proxy_lgo              | Did you mean env.proxy_log?
          env                    | proxy_get_log_level    | It belongs to ABI version 0.2.1; the module is marked as 0.2.0
          env                    | proxy_continue_request | It belongs to ABI version 0.1.0
          env                    | fd_write               | It is in the module wasi_snapshot_preview1.
          env                    | proxy_redis_call       | Only Higress provides it.
          env                    | abort                  | AssemblyScript imports it by default
          wasi_snapshot_preview1 | proc_raise             | the one function of WASI preview 1
          wasi:io/poll@0.2.0     | poll                   | It belongs to WASI preview 2
          teavmDate              | create                 | a JavaScript function of TeaVM's runtime
          gojs                   | runtime.wasmExit       | build with GOOS=wasip1
          """)
  void shouldSayWhatProvidesAnUnknownImport(String module, String name, String fix) {
    imported(module, name, "iii:i");

    assertThat(errors())
        .singleElement()
        .asString()
        .contains("imports " + module + "." + name + ", which Envoy 1.40 does not provide", fix);
  }

  @Test
  void shouldShowBothSignaturesWhenAnImportHasTheWrongOne() {
    imported("env", "proxy_log", "ii:i");

    assertThat(errors())
        .singleElement()
        .asString()
        .contains(
            "imports env.proxy_log as (i32, i32) -> (i32), but Envoy 1.40 provides (i32, i32, i32) -> (i32)");
  }

  @Test
  void shouldRefuseAnImportedGlobal() {
    imports.add(new Import("env", "base", new GlobalType(NumberType.I32, false)));

    assertThat(errors()).singleElement().asString().contains("imports the global env.base");
  }

  @Test
  void shouldWarnOfAnImportedMemory() {
    imports.add(new Import("env", "memory", new MemoryType(SizeRange.of(1, 1))));

    assertThat(ModuleCheck.check(module().withMemorySection(List.of()), HostProfile.ENVOY_1_40))
        .singleElement()
        .asString()
        .contains("warning: imports the memory env.memory");
  }

  @Test
  void shouldRefuseAModuleWithoutAllocator() {
    exports.remove(2);

    assertThat(errors())
        .singleElement()
        .asString()
        .contains("neither malloc nor proxy_on_memory_allocate");
  }

  @Test
  void shouldShowBothSignaturesWhenACallbackHasTheWrongOne() {
    export("proxy_on_request_headers", "ii:i");

    assertThat(errors())
        .singleElement()
        .asString()
        .contains("as (i32, i32) -> (i32), but Envoy 1.40 calls (i32, i32, i32) -> (i32)");
  }

  @Test
  void shouldWarnOfACallbackThatIsNeverCalled() {
    export("proxy_on_request_header", "iii:i");

    assertThat(findings())
        .singleElement()
        .asString()
        .contains("never calls", "Did you mean proxy_on_request_headers?");
  }

  @Test
  void shouldRefuseAnExportedTag() {
    exports.add(new Export("oops", ExternKind.TAG, 0));

    assertThat(errors())
        .singleElement()
        .asString()
        .contains("exports the tag oops", "aborts the process");
  }

  @Test
  void shouldRefuseAnExportedFunctionThatTakesReferences() {
    ReferenceType any = new ReferenceType(true, AbstractHeapType.ANY);
    types.add(RecGroup.of(new FunctionType(List.of(any), List.of())));
    signatures.add("");
    exports.add(new Export("show", ExternKind.FUNCTION, signatures.size() - 1));

    assertThat(errors())
        .singleElement()
        .asString()
        .contains("exports the function show", "aborts the process");
  }

  @Test
  void shouldRefuseAMemoryThatIsNotExported() {
    exports.remove(0);

    assertThat(errors()).singleElement().asString().contains("does not export its memory");
  }

  @Test
  void shouldRefuseTwoMemories() {
    MemoryType memory = new MemoryType(pages);

    assertThat(
            ModuleCheck.check(
                module().withMemorySection(List.of(memory, memory)), HostProfile.EMBEDDED))
        .singleElement()
        .asString()
        .contains("has 2 memories");
  }

  @Test
  void shouldRefuseMoreThanAGibibyteAtTheStart() {
    pages = SizeRange.of(16385, 65536);

    assertThat(errors()).singleElement().asString().contains("needs 16385 pages");
  }

  @Test
  void shouldRefuseAMemoryOf64BitAddresses() {
    pages = new SizeRange(1, OptionalLong.empty(), false, true);

    assertThat(errors()).singleElement().asString().contains("64-bit addresses");
  }

  @Test
  void shouldWarnOfAStartFunction() {
    start = OptionalInt.of(0);

    assertThat(findings()).singleElement().asString().contains("warning: has a start function");
  }

  @Test
  void shouldSayWhichEnvoysHaveWhatItNeeds() {
    code = "00 1f 40 00 0b 41 00 fb 1c 1a 0b"; // an empty try_table, a ref.i31

    assertThat(findings())
        .singleElement()
        .asString()
        .contains(
            "info: needs WebAssembly 3.0 (garbage collection and exceptions): Envoy 1.36 and newer");
  }

  private void function(String signature) {
    types.add(RecGroup.of(Signature.parse(signature)));
    signatures.add(signature);
  }

  private void export(String name, String signature) {
    function(signature);
    exports.add(new Export(name, ExternKind.FUNCTION, signatures.size() - 1));
  }

  private void imported(String module, String name, String signature) {
    types.add(RecGroup.of(Signature.parse(signature)));
    imports.add(new Import(module, name, new FunctionReference(types.size() - 1)));
  }

  private List<Finding> findings() {
    return ModuleCheck.check(module(), HostProfile.ENVOY_1_40);
  }

  private List<Finding> errors() {
    List<Finding> findings = findings();
    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.ERROR);
    return findings;
  }

  private WasmModule module() {
    int shift =
        (int)
            imports.stream()
                .map(Import::type)
                .map(ExternType::kind)
                .filter(kind -> kind == ExternKind.FUNCTION)
                .count();
    List<Integer> functions = new ArrayList<>();
    List<CodeBody> bodies = new ArrayList<>();
    for (int i = 0; i < signatures.size(); i++) {
      functions.add(i);
      bodies.add(
          new CodeBody(
              Bytes.copyOf(
                  HexFormat.of().parseHex((i == 0 ? code : "00 00 0b").replace(" ", "")))));
    }
    return WasmModule.empty()
        .withTypeSection(types)
        .withImportSection(imports)
        .withFunctionSection(functions)
        .withMemorySection(List.of(new MemoryType(pages)))
        .withTagSection(List.of(new TagType(0)))
        .withExportSection(
            exports.stream()
                .map(
                    e ->
                        e.kind() == ExternKind.FUNCTION
                            ? new Export(e.name(), e.kind(), e.index() + shift)
                            : e)
                .toList())
        .withStart(start)
        .withCodeSection(bodies)
        .verify();
  }
}
