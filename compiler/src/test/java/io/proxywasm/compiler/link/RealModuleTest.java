package io.proxywasm.compiler.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.Status;
import io.proxywasm.compiler.teavm.TeaVmBuild;
import io.proxywasm.compiler.teavm.TeaVmDriver;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.wasm.FunctionSize;
import io.proxywasm.wasm.SizeReport;
import io.proxywasm.wasm.WasmModule;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import run.endive.runtime.Instance;

/** What TeaVM really writes, read, rebuilt, linked and started. */
class RealModuleTest {
  private static byte[] written = {};

  /** A plugin of some size. */
  public static final class Plugin extends HttpContext {
    private static final TreeMap<String, Integer> SEEN = new TreeMap<>();

    /** Registers the plugin. */
    public static void main(String[] args) {
      ProxyWasm.http(Plugin::new);
    }

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      SEEN.merge(String.valueOf(headers.get(":path")).toLowerCase(Locale.ROOT), 1, Integer::sum);
      headers.set("x-seen", SEEN.toString());
      return Action.CONTINUE;
    }
  }

  @BeforeAll
  static void compile() {
    TeaVmBuild build =
        TeaVmDriver.build(
            Plugin.class.getName(),
            List.of(home(Plugin.class), home(HttpContext.class), home(Status.class)),
            false);
    written = build.module().orElseThrow(() -> new AssertionError(build.diagnostics()));
  }

  @Test
  void shouldWriteTheSameBytesWhenNothingWasEdited() {
    assertThat(WasmModule.read(written).verify().write()).isEqualTo(written);
  }

  @Test
  void shouldHoldTheSameWhenEverySectionIsReplacedByItself() {
    WasmModule module = WasmModule.read(written);

    WasmModule rebuilt =
        WasmModule.read(
                module
                    .withTypeSection(module.typeSection())
                    .withImportSection(module.importSection())
                    .withFunctionSection(module.functionSection())
                    .withTagSection(module.tagSection())
                    .withGlobalSection(module.globalSection())
                    .withExportSection(module.exportSection())
                    .withCodeSection(module.codeSection())
                    .withDataSection(module.dataSection())
                    .write())
            .verify();

    assertThat(rebuilt.typeSection()).isEqualTo(module.typeSection());
    assertThat(rebuilt.importSection()).isEqualTo(module.importSection());
    assertThat(rebuilt.globalSection()).isEqualTo(module.globalSection());
    assertThat(rebuilt.codeSection()).isEqualTo(module.codeSection());
    assertThat(rebuilt.dataSection()).isEqualTo(module.dataSection());
    assertThat(rebuilt.write()).hasSizeLessThan(written.length);
  }

  @Test
  void shouldStartAfterLinking() {
    WasmModule linked = WasmModule.read(Linker.link(written, LinkOptions.defaults())).verify();

    Instance instance = Engine.instantiate(linked);

    instance.export("_initialize").apply();
    instance.export("proxy_on_context_create").apply(1, 0);
    assertThat(instance.export("proxy_on_vm_start").apply(1, 0)).containsExactly(1);
    assertThat(linked.customSections()).isEmpty();
  }

  @Test
  void shouldTellWhichPackagesTheBytesComeFrom() {
    byte[] named = Linker.link(written, LinkOptions.defaults().withNames(true));

    SizeReport report = SizeReport.of(WasmModule.read(named));

    assertThat(report.byClass()).containsKeys(Plugin.class.getName(), "java.util.TreeMap");
    assertThat(report.byPackage()).containsKeys("io.proxywasm.sdk", "java.util", "(runtime)");
    assertThat(report.functions())
        .extracting(FunctionSize::name)
        .noneMatch(name -> name.startsWith("function "));
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
