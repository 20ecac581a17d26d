package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.probe.ProbeModule;
import io.proxywasm.e2e.probe.Wat;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.WasmCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Modules that a host must refuse with a reason, and strange ones that it must take. */
class BadModulesIT extends OnEachHost {
  private static final String GOOD = "good";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage =
        Stage.on(host).plugin(GOOD, WasmCode.bytes(ProbeModule.module()), plugin -> plugin).start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static final String MARKER = "(func (export \"proxy_abi_version_0_2_1\"))";
  private static final String MEMORY = "(memory (export \"memory\") 1)";
  private static final String MALLOC =
      "(func (export \"malloc\") (param i32) (result i32) (i32.const 1024))";

  private static byte[] wat(String... parts) {
    return Wat.assemble("(module " + String.join("\n  ", parts) + ")");
  }

  private static byte[] whole(String... parts) {
    return wat(String.join("\n  ", parts), MARKER, MEMORY, MALLOC);
  }

  private static byte[] cut(int percent) {
    byte[] module = ProbeModule.module();
    return Arrays.copyOf(module, module.length * percent / 100);
  }

  private static byte[] changed(int at, int value) {
    byte[] module = ProbeModule.module().clone();
    module[at] = (byte) value;
    return module;
  }

  /** A function that leaves a 64-bit number where a 32-bit one is due. */
  private static byte[] invalid() {
    byte[] module = whole("(func (export \"f\") (result i32) (i32.const 90))");
    for (int at = 0; at + 1 < module.length; at++) {
      if (module[at] == 0x41 && module[at + 1] == (byte) 0xda) {
        module[at] = 0x42;
        return module;
      }
    }
    throw new AssertionError("no constant");
  }

  /** Refused; each with a word that tells what is wrong, in our host's message. */
  private enum Bad {
    EMPTY(() -> new byte[0], ""),
    GARBAGE(() -> "this is no module".getBytes(java.nio.charset.StandardCharsets.UTF_8), ""),
    WRONG_MAGIC(() -> changed(0, 1), ""),
    WRONG_VERSION(() -> changed(4, 2), ""),
    HEADER_ONLY(() -> Arrays.copyOf(ProbeModule.module(), 8), ""),
    CUT_IN_THE_IMPORTS(() -> cut(3), ""),
    CUT_IN_THE_CODE(() -> cut(60), ""),
    CUT_AT_THE_END(() -> cut(99), ""),
    INVALID_CODE(BadModulesIT::invalid, ""),
    NO_MARKER(() -> wat(MEMORY, MALLOC), "version"),
    UNKNOWN_MARKER(
        () -> wat("(func (export \"proxy_abi_version_0_3_0\"))", MEMORY, MALLOC), "version"),
    NO_MEMORY(() -> wat(MARKER, MALLOC), "memory"),
    MEMORY_NOT_EXPORTED(() -> wat(MARKER, "(memory 1)", MALLOC), "memory"),
    NO_ALLOCATOR(() -> wat(MARKER, MEMORY), "malloc"),
    ALLOCATOR_OF_WRONG_TYPE(
        () ->
            wat(
                MARKER,
                MEMORY,
                "(func (export \"malloc\") (param i64) (result i32) (i32.const 0))"),
        "malloc"),
    UNKNOWN_FUNCTION(
        () -> whole("(import \"env\" \"proxy_nothing\" (func (param i32) (result i32)))"),
        "proxy_nothing"),
    UNKNOWN_MODULE(
        () -> whole("(import \"other\" \"proxy_log\" (func (param i32 i32 i32) (result i32)))"),
        "other"),
    FUNCTION_OF_A_LATER_ABI(
        () ->
            wat(
                "(import \"env\" \"proxy_get_log_level\" (func (param i32) (result i32)))",
                "(func (export \"proxy_abi_version_0_2_0\"))",
                MEMORY,
                MALLOC),
        "proxy_get_log_level"),
    FUNCTION_OF_AN_EARLIER_ABI(
        () -> whole("(import \"env\" \"proxy_continue_request\" (func (result i32)))"),
        "proxy_continue_request"),
    IMPORT_OF_WRONG_TYPE(
        () -> whole("(import \"env\" \"proxy_log\" (func (param i32 i32) (result i32)))"),
        "proxy_log"),
    IMPORT_WITHOUT_ITS_RESULT(
        () -> whole("(import \"env\" \"proxy_log\" (func (param i32 i32 i32)))"), "proxy_log"),
    IMPORTED_GLOBAL(() -> whole("(import \"env\" \"global\" (global i32))"), "global"),
    CALLBACK_OF_WRONG_TYPE(
        () ->
            whole(
                "(func (export \"proxy_on_request_headers\") (param i32) (result i32) i32.const 0)"),
        "proxy_on_request_headers"),
    CALLBACK_WITHOUT_ITS_RESULT(
        () -> whole("(func (export \"proxy_on_configure\") (param i32 i32))"),
        "proxy_on_configure"),
    START_TRAPS(() -> whole("(start $s) (func $s (unreachable))"), ""),
    INITIALIZE_TRAPS(() -> whole("(func (export \"_initialize\") (unreachable))"), ""),
    MAIN_TRAPS(
        () ->
            whole(
                "(func (export \"_initialize\"))",
                "(func (export \"main\") (param i32 i32) (result i32) (unreachable))"),
        ""),
    DATA_OUTSIDE_OF_THE_MEMORY(() -> whole("(data (i32.const 65535) \"ab\")"), ""),
    ELEMENT_OUTSIDE_OF_THE_TABLE(
        () -> whole("(table 1 funcref) (func $f) (elem (i32.const 1) $f)"), "");

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<byte[]> module;

    private final String word;

    Bad(Supplier<byte[]> module, String word) {
      this.module = module;
      this.word = word;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeRefusedWithAReasonWhenItIsBad(Bad bad) {
    if (bad == Bad.NO_MEMORY || bad == Bad.MEMORY_NOT_EXPORTED) {
      assumeThat(host).describedAs("Envoy takes it").isNotEqualTo(HostKind.ENVOY);
    }
    Optional<String> refusal = stage.add(plugin(bad.name(), bad.module.get()));
    assertThat(refusal).describedAs("the refusal of %s", bad).isPresent();
    assertThat(refusal.orElseThrow()).isNotBlank();
    if (host != HostKind.ENVOY) {
      assertThat(refusal.orElseThrow()).contains(bad.name()).contains(bad.word);
    }
    assertServes();
  }

  /** Taken, though strange. */
  private enum Strange {
    NOTHING_BUT_WHAT_MUST_BE(() -> whole("")),
    ALLOCATOR_OF_THE_SPECIFICATION(
        () ->
            wat(
                MARKER,
                MEMORY,
                "(func (export \"proxy_on_memory_allocate\") (param i32) (result i32) i32.const 9)")),
    TWO_MARKERS(() -> whole("(func (export \"proxy_abi_version_0_2_0\"))")),
    START_SECTION(() -> whole("(start $s) (func $s)")),
    START_FUNCTION(() -> whole("(func (export \"_start\"))")),
    MAIN_WITHOUT_PARAMETERS(
        () ->
            whole(
                "(func (export \"_initialize\"))",
                "(func (export \"__main_void\") (result i32) (i32.const 1))")),
    OLD_WASI(
        () ->
            whole(
                "(import \"wasi_unstable\" \"fd_write\""
                    + " (func (param i32 i32 i32 i32) (result i32)))",
                "(import \"wasi_unstable\" \"proc_exit\" (func (param i32)))")),
    MANY_EXPORTS(
        () ->
            whole("(global (export \"g\") i32 (i32.const 1))", "(table (export \"t\") 1 funcref)")),
    NO_LIMIT(() -> wat(MARKER, MALLOC, "(memory (export \"memory\") 1 65536)")),
    SEVERAL_TYPES(
        () ->
            whole(
                "(func (export \"f\") (param f32 f64 i64) (result i64 f64)"
                    + " (i64.const 1) (f64.const 1))"));

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<byte[]> module;

    Strange(Supplier<byte[]> module) {
      this.module = module;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeTakenWhenItIsOnlyStrange(Strange strange) {
    assertThat(stage.add(plugin(strange.name(), strange.module.get()))).isEmpty();
    assertThat(stage.newClient(Protocol.HTTP_1, strange.name()).send(Request.get("/any")).status())
        .isEqualTo(200);
    assertServes();
  }

  private static EnvoyPlugin plugin(String name, byte[] module) {
    return EnvoyPlugin.builder(name, WasmCode.bytes(module)).vmId(name).build();
  }

  private static void assertServes() {
    assertThat(stage.send(Protocol.HTTP_1, GOOD, Request.get("/direct")).status()).isEqualTo(200);
  }
}
