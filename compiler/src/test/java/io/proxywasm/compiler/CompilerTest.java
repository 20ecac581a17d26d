package io.proxywasm.compiler;

import static io.proxywasm.compiler.Plugins.compile;
import static io.proxywasm.compiler.Plugins.httpPlugin;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.wasm.Export;
import io.proxywasm.wasm.Import;
import io.proxywasm.wasm.WasmModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.types.FunctionType;

class CompilerTest {
  private static final String HELLO = httpPlugin("Log.info(\"path \" + headers.get(\":path\"));");

  @TempDir Path folder;

  private static WasmModule module(CompileResult result) {
    assertThat(result.diagnostics()).isEmpty();
    return WasmModule.read(result.module().orElseThrow()).verify();
  }

  private static Set<String> exports(WasmModule module) {
    return module.exportSection().stream().map(Export::name).collect(Collectors.toSet());
  }

  @Test
  void shouldExportOnlyTheCallbacksThatThePluginHas() {
    assertThat(exports(module(compile(folder, HELLO))))
        .containsExactlyInAnyOrder(
            "memory",
            "_initialize",
            "proxy_abi_version_0_2_0",
            "proxy_on_memory_allocate",
            "proxy_on_context_create",
            "proxy_on_vm_start",
            "proxy_on_delete",
            "proxy_on_request_headers");
  }

  @Test
  void shouldExportTheCallbacksThatAHelperOfTheSdkNeeds() {
    WasmModule module =
        module(compile(folder, httpPlugin("wholeRequestBody(body -> body.replace(\"x\"));")));
    assertThat(exports(module)).contains("proxy_on_request_body", "proxy_on_request_trailers");
  }

  @Test
  void shouldImportOnlyWhatThePluginCalls() {
    assertThat(module(compile(folder, HELLO)).importSection())
        .extracting(Import::name)
        .containsExactlyInAnyOrder(
            "proxy_log",
            "proxy_get_buffer_bytes",
            "proxy_get_header_map_value",
            "proxy_send_local_response");
  }

  @Test
  void shouldMarkTheNewerAbiOnlyWhenSomethingOfItIsUsed() {
    WasmModule module =
        module(
            compile(
                folder,
                httpPlugin(
                    "if (Log.isEnabled(io.proxywasm.abi.LogLevel.DEBUG)) { Log.debug(\"x\"); }")));
    assertThat(ModuleCheck.abiVersion(module)).contains(AbiVersion.V0_2_1);
  }

  @Test
  void shouldGiveTheSameBytesWhenTheInputIsTheSame() {
    Compiler.Builder builder =
        Plugins.builder(
            folder,
            httpPlugin(
                """
                Map<String, List<String>> byName = new TreeMap<>();
                for (Header header : headers) {
                  byName.computeIfAbsent(header.name(), n -> new LinkedList<>()).add(header.value());
                }
                byName.values().stream().filter(v -> v.size() > 1).map(Object::toString).forEach(Log::info);
                """));
    byte[] first = builder.compile().module().orElseThrow();
    assertThat(builder.compile().module().orElseThrow()).isEqualTo(first);
    assertThat(builder.compile().module().orElseThrow()).isEqualTo(first);
  }

  @Test
  void shouldKeepNamesOnlyWhenAsked() {
    Compiler.Builder builder = Plugins.builder(folder, HELLO);
    assertThat(module(builder.compile()).names()).isEmpty();
    assertThat(module(builder.keepNames(true).compile()).names().orElseThrow().functions())
        .containsValue("demo.Plugin::onRequestHeaders");
  }

  @Test
  void shouldPassAnIndependentValidatorAndStart() {
    byte[] bytes = compile(folder, HELLO).module().orElseThrow();
    Instance instance = start(bytes);
    instance.export("proxy_on_context_create").apply(1, 0);
    assertThat(instance.export("proxy_on_vm_start").apply(1, 0)).containsExactly(1);
  }

  /** Endive validates before it instantiates; every hostcall answers OK. */
  static Instance start(byte[] bytes) {
    var module = Parser.parse(bytes);
    ImportValues.Builder imports = ImportValues.builder();
    WasmModule read = WasmModule.read(bytes);
    for (int i = 0; i < read.importSection().size(); i++) {
      Import imported = read.importSection().get(i);
      int parameters = read.functionType(i).parameters().size();
      imports.addFunction(
          new HostFunction(
              imported.module(),
              imported.name(),
              FunctionType.of(
                  java.util.Collections.nCopies(parameters, run.endive.wasm.types.ValType.I32),
                  List.of(run.endive.wasm.types.ValType.I32)),
              (instance, arguments) -> new long[] {0}));
    }
    Instance instance = Instance.builder(module).withImportValues(imports.build()).build();
    instance.export("_initialize").apply();
    return instance;
  }
}
