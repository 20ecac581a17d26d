package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.host.LogLine;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.probe.AbiVersion;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.Import;
import io.proxywasm.e2e.probe.ProbeModule;
import io.proxywasm.e2e.probe.Script;
import io.proxywasm.e2e.probe.Transcript;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.WasmCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a plugin may do at its start, and in its allocator. */
class ProbeStartIT extends OnEachHost {
  private static Probing probing;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    probing = Probing.on(host);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (probing != null) {
      probing.close();
    }
  }

  /**
   * Starts one more plugin in a VM of its own; what its first VM logged, and whether it runs, and
   * serves.
   */
  private static List<String> start(
      String name, ProbeModule module, UnaryOperator<EnvoyPlugin.Builder> settings) {
    Stage stage = probing.stage();
    int mark = stage.mark();
    EnvoyPlugin.Builder plugin =
        EnvoyPlugin.builder(name, WasmCode.bytes(module.assemble())).vmId(name);
    Optional<String> refusal = stage.add(settings.apply(plugin).build());
    List<String> said =
        stage.lines(mark).stream()
            .filter(line -> line.plugin() && isOf(name, line))
            .map(LogLine::text)
            .toList();
    List<String> lines = new ArrayList<>();
    boolean complete = false;
    for (String line : Transcript.of(said)) {
      // There is one VM after the other, and all do the same.
      boolean begin = line.startsWith("initialize");
      if (begin && complete) {
        break;
      }
      if (begin) {
        lines.clear();
      }
      complete |= line.startsWith("on_");
      lines.add(line);
    }
    if (refusal.isPresent()) {
      lines.add("refused");
    } else {
      try (TestClient client = stage.newClient(Protocol.HTTP_1, name)) {
        Message response = client.send(Request.get("/"));
        lines.add("taken, and a request has the status " + response.status());
      }
    }
    return lines;
  }

  /** In {@code _initialize} there is no plugin yet. */
  private static boolean isOf(String name, LogLine line) {
    return line.source().endsWith(name) || line.source().isEmpty();
  }

  private static void check(String name, Script script) {
    check(name, probe().withScript(script), plugin -> plugin);
  }

  private static void check(
      String name, ProbeModule module, UnaryOperator<EnvoyPlugin.Builder> settings) {
    probing.check(name, () -> start(name, module, settings));
  }

  private static ProbeModule probe() {
    return ProbeModule.of(AbiVersion.V0_2_1);
  }

  /** Calls that make no sense, or some sense, before there are streams. */
  private enum Early {
    MAPS,
    BUFFERS,
    PROPERTIES,
    SMALL,
    CONTINUE,
    RESPOND,
    CONTEXT,
    CALL;

    Script script(Callback callback) {
      Script script = Script.create().on(callback);
      switch (this) {
        case MAPS -> {
          for (int type = 0; type < 9; type++) {
            script
                .call("get_header_map_pairs", type)
                .call("get_header_map_value", type, ":path")
                .call("get_header_map_size", type)
                .call("add_header_map_value", type, "a", "b");
          }
        }
        case BUFFERS -> {
          for (int type = 0; type < 9; type++) {
            script.call("get_buffer_bytes", type, 0, 3).call("set_buffer_bytes", type, 0, 3, "x");
          }
          script.call("get_buffer_bytes", 6, 100000, 3);
        }
        case PROPERTIES ->
            script
                .call("get_property", "plugin_name\0x")
                .call("get_property", "plugin_root_id")
                .call("get_property", "request\0path")
                .call("get_property", "xds\0node\0id")
                .call("set_property", "own", "value");
        case SMALL ->
            script
                .call("get_log_level")
                .call("get_status")
                .call("done")
                .call("set_shared_data", "start", "value", 0)
                .call("get_current_time_nanoseconds")
                .call("set_tick_period_milliseconds", 0)
                .call("grpc_cancel", 1)
                .call("call_foreign_function", "clear_route_cache", "")
                .call("call_foreign_function", "compress", "");
        case CONTINUE ->
            script
                .call("continue_stream", 0)
                .call("continue_stream", 1)
                .call("continue_stream", 2)
                .call("continue_stream", 3);
        case RESPOND -> script.call("send_local_response", 200, "", "", "", -1);
        case CONTEXT ->
            script
                .call("set_effective_context", 1)
                .call("set_effective_context", 0)
                .call("set_effective_context", 2);
        case CALL ->
            script.call(
                "http_call",
                "nowhere",
                ProbeMapsIT.pairs(":method", "GET", ":path", "/", ":authority", "a"),
                "",
                "",
                1000);
      }
      return script;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallTheHostWhenThePluginStarts(Early early) {
    for (Callback callback :
        new Callback[] {Callback.ON_CONTEXT_CREATE, Callback.ON_VM_START, Callback.ON_CONFIGURE}) {
      check(
          "start-" + early.name().toLowerCase(Locale.ROOT) + "-" + callback.shortName(),
          probe().withScript(early.script(callback)),
          plugin -> plugin);
    }
  }

  /** Envoy closes what is not there, and crashes then or later. */
  @ParameterizedTest
  @EnumSource(
      value = Callback.class,
      names = {"ON_VM_START", "ON_CONFIGURE"})
  void shouldSurviveWhenNoStreamIsClosed(Callback callback) {
    assumeThat(host).isNotEqualTo(HostKind.ENVOY);
    Script script = Script.create().on(callback);
    for (int type = -1; type < 5; type++) {
      script.call("close_stream", type);
    }
    assertThat(start("close", probe().withScript(script), plugin -> plugin))
        .anyMatch(line -> line.contains("200"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Callback.class,
      names = {"ON_VM_START", "ON_CONFIGURE", "VALIDATE_CONFIGURATION"})
  void shouldNotStartWhenThePluginSaysNo(Callback callback) {
    Script script = Script.create().on(callback).answer(0);
    check("start-no-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @EnumSource(
      value = Callback.class,
      names = {"INITIALIZE", "ON_CONTEXT_CREATE", "ON_VM_START", "ON_CONFIGURE"})
  void shouldNotStartWhenThePluginTraps(Callback callback) {
    Script script = Script.create().on(callback).trap();
    check("start-trap-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallInOrderWhenItIsOfAnAbi(AbiVersion version) {
    check("start-" + version.name(), ProbeModule.of(version), plugin -> plugin);
  }

  /** Functions that Envoy has for all; each is called as if it were allowed. */
  static Stream<String> functions() {
    return Import.of(AbiVersion.V0_2_1).stream()
        .map(Import::shortName)
        .filter(name -> !name.startsWith("path_") && !name.startsWith("sock_"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void shouldRefuseAHostcallWhenItIsTooEarly(String function) {
    Script script = Script.create();
    plain(script.on(Callback.INITIALIZE), function);
    check("early-" + function, script);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void shouldRefuseAHostcallWhenItIsInTheAllocator(String function) {
    Script script = Script.create();
    plain(script.on(Callback.ON_CONFIGURE).allocator(Script.Allocator.HOSTCALL), function);
    script.call("get_property", "plugin_name").allocator(Script.Allocator.RIGHT);
    check("allocator-" + function, script);
  }

  /** A call with numbers that are 0 and addresses that are right. */
  private static void plain(Script script, String function) {
    Import found =
        Import.of(AbiVersion.V0_2_1).stream()
            .filter(each -> each.shortName().equals(function))
            .findFirst()
            .orElseThrow();
    List<Object> values = new ArrayList<>();
    for (char kind : found.parameters().toCharArray()) {
      switch (kind) {
        case 's' -> {
          values.add(script.address(new byte[] {'x'}));
          values.add(1);
        }
        case 'v', 'm' -> {
          values.add(script.scratch(4));
          values.add(script.scratch(4));
        }
        case 'i' -> values.add(0);
        case 'l' -> values.add(0L);
        default -> values.add(script.scratch(64));
      }
    }
    script.raw(function, function, values.toArray());
  }

  @ParameterizedTest
  @EnumSource(
      value = Script.Allocator.class,
      names = {"NULL", "OUTSIDE", "TRAP", "GROW"})
  void shouldSurviveWhenTheAllocatorIsWrong(Script.Allocator allocator) {
    Script script =
        Script.create()
            .on(Callback.ON_CONFIGURE)
            .allocator(allocator)
            .call("get_property", "plugin_name")
            .allocator(Script.Allocator.RIGHT)
            .call("get_property", "plugin_name")
            .grow(1)
            .call("get_property", "plugin_name")
            .grow(100_000);
    check("allocator-is-" + allocator, script);
  }

  @Test
  void shouldSeeOnlyItsEnvironmentWhenItAsks() {
    Script script = Script.create().on(Callback.ON_CONFIGURE);
    int count = script.scratch(4);
    int size = script.scratch(4);
    int list = script.scratch(64);
    int texts = script.scratch(64);
    script
        .raw("environ_sizes_get", "environ_sizes_get", count, size)
        .raw("environ_get", "environ_get", list, texts)
        .dump(count, 4)
        .dump(size, 4)
        .dump(texts, 16);
    check(
        "environment",
        probe().withScript(script),
        plugin -> plugin.environment("NAME", "\u00e4 b"));
  }

  @Test
  void shouldRefuseCapabilitiesWhenTheyAreNotAllowed() {
    Script script =
        Script.create()
            .on(Callback.ON_CONFIGURE)
            .call("get_property", "plugin_name")
            .call("get_current_time_nanoseconds")
            .call("set_tick_period_milliseconds", 0)
            .call("define_metric", 0, "x")
            .raw("random_get", "random_get", 0x50000, 8)
            .call("proc_exit", 0)
            .call("sched_yield");
    check(
        "capabilities",
        probe().withScript(script),
        plugin ->
            plugin
                .allowCapability("proxy_log")
                .allowCapability("proxy_on_configure")
                .allowCapability("proxy_get_property")
                .allowCapability("sched_yield"));
  }

  @Test
  void shouldGoOnWhenAPluginWasRefused() {
    Script script = Script.create().on(Callback.ON_CONFIGURE).answer(0);
    assertThat(start("no", probe().withScript(script), plugin -> plugin)).endsWith("refused");
    assertThat(start("yes", probe(), plugin -> plugin)).anyMatch(line -> line.contains("200"));
  }
}
