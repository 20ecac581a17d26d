package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.host.LogLine;
import io.proxywasm.e2e.net.TcpPeer;
import io.proxywasm.e2e.net.TcpServer;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.ProbeModule;
import io.proxywasm.e2e.probe.Script;
import io.proxywasm.e2e.probe.Transcript;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.FailurePolicy;
import io.proxywasm.envoy.WasmCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plugins between the two ends of a TCP connection. */
class TcpIT extends OnEachHost {
  private static final String CLUSTER = "tcp";

  private static Probing probing;
  private static TcpServer server;

  /** What a plugin does, by the script that it has from its configuration. */
  private enum Doing {
    NOTHING(script -> script),
    READ(
        script -> {
          for (Callback callback :
              new Callback[] {
                Callback.ON_NEW_CONNECTION,
                Callback.ON_DOWNSTREAM_DATA,
                Callback.ON_UPSTREAM_DATA,
                Callback.ON_DOWNSTREAM_CONNECTION_CLOSE,
                Callback.ON_UPSTREAM_CONNECTION_CLOSE,
                Callback.ON_LOG,
                Callback.ON_DONE,
                Callback.ON_DELETE
              }) {
            script
                .on(callback)
                .call("get_buffer_bytes", 0, 0, 100)
                .call("get_buffer_bytes", 1, 0, 100)
                .call("get_buffer_status", 2)
                .call("get_buffer_bytes", 2, 0, 100)
                .call("get_buffer_status", 3)
                .call("get_buffer_bytes", 3, 1, 2)
                .call("get_header_map_pairs", 0)
                .call("get_header_map_value", 0, ":path")
                .call("get_property", "plugin_name")
                .call("get_property", "connection\0mtls")
                .call("get_property", "request\0path")
                .call("get_property", "xds\0listener_direction")
                .call("get_property", "xds\0cluster_name")
                .call("set_property", "own", "value")
                .call("get_property", "own");
          }
          return script;
        }),
    CHANGE(
        script ->
            script
                .on(Callback.ON_DOWNSTREAM_DATA)
                .call("set_buffer_bytes", 2, 0, 0, "<")
                .call("set_buffer_bytes", 2, 1000, 0, ">")
                .call("set_buffer_bytes", 3, 0, 0, "wrong")
                .call("get_buffer_bytes", 2, 0, 100)
                .on(Callback.ON_UPSTREAM_DATA)
                .call("set_buffer_bytes", 3, 0, 1000, "other")
                .call("set_buffer_bytes", 2, 0, 0, "wrong")
                .call("get_buffer_bytes", 3, 0, 100)),
    SWALLOW(
        script -> script.on(Callback.ON_DOWNSTREAM_DATA).call("set_buffer_bytes", 2, 0, 1000, "")),
    PAUSE(
        script -> {
          int stream = script.scratch(4);
          return script
              .on(Callback.ON_DOWNSTREAM_DATA)
              .store(stream, Script.parameter(0))
              .call("set_tick_period_milliseconds", 20)
              .answer(1)
              .on(Callback.ON_TICK)
              .call("set_tick_period_milliseconds", 0)
              .call("set_effective_context", Script.load(stream))
              .call("get_buffer_bytes", 2, 0, 100)
              .call("continue_stream", 3)
              .call("continue_stream", 2)
              .say("continued");
        }),
    CLOSE_DOWNSTREAM(script -> script.on(Callback.ON_DOWNSTREAM_DATA).call("close_stream", 2)),
    CLOSE_UPSTREAM(script -> script.on(Callback.ON_DOWNSTREAM_DATA).call("close_stream", 3)),
    CLOSE_AT_ONCE(script -> script.on(Callback.ON_NEW_CONNECTION).call("close_stream", 2)),
    CLOSE_ANSWERED(script -> script.on(Callback.ON_UPSTREAM_DATA).call("close_stream", 2)),
    TRAP_NEW(script -> script.on(Callback.ON_NEW_CONNECTION).trap()),
    TRAP_DOWNSTREAM(script -> script.on(Callback.ON_DOWNSTREAM_DATA).trap()),
    TRAP_UPSTREAM(script -> script.on(Callback.ON_UPSTREAM_DATA).trap()),
    TRAP_CLOSE(script -> script.on(Callback.ON_DOWNSTREAM_CONNECTION_CLOSE).trap());

    @SuppressWarnings("ImmutableEnumChecker")
    private final UnaryOperator<Script> script;

    Doing(UnaryOperator<Script> script) {
      this.script = script;
    }
  }

  /** What the two ends do. */
  private enum Way {
    CLIENT_ENDS,
    SERVER_ENDS,
    CLIENT_CLOSES,
    SERVER_CLOSES,
    CLIENT_RESETS
  }

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    server = new TcpServer();
    WasmCode code = WasmCode.bytes(ProbeModule.module());
    Map<Doing, String> configurations = new EnumMap<>(Doing.class);
    for (Doing doing : Doing.values()) {
      configurations.put(doing, doing.script.apply(Script.create()).configuration());
    }
    Supplier<Stage> stage =
        () -> {
          Stage.Builder builder =
              Stage.on(host).cluster(EnvoyCluster.of(CLUSTER, "127.0.0.1", server.port()));
          configurations.forEach(
              (doing, configuration) -> {
                builder.tcp(
                    doing.name(), CLUSTER, plugin(doing.name(), code, configuration).build());
              });
          String nothing = configurations.getOrDefault(Doing.NOTHING, "");
          builder
              .tcp("REFUSED", Stage.REFUSED, plugin("REFUSED", code, nothing).build())
              .tcp(
                  "CHAIN",
                  CLUSTER,
                  plugin("CHAIN-1", code, nothing).build(),
                  plugin("CHAIN-2", code, nothing).build())
              .tcp(
                  "OPEN",
                  CLUSTER,
                  plugin("OPEN", code, configurations.getOrDefault(Doing.TRAP_DOWNSTREAM, ""))
                      .failurePolicy(FailurePolicy.FAIL_OPEN)
                      .build());
          return builder.start();
        };
    probing = Probing.of(host, stage);
  }

  private static EnvoyPlugin.Builder plugin(String name, WasmCode code, String configuration) {
    return EnvoyPlugin.builder(name, code).vmId(name).configuration(configuration);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (probing != null) {
      probing.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallInOrderWhenAConnectionEnds(Way way) {
    probing.check("tcp-" + way, () -> exchange("NOTHING", way));
  }

  private static List<String> exchange(String listener, Way way) {
    return record(
        listener,
        lines -> {
          try (TcpPeer client = probing.stage().connect(listener)) {
            client.send("hello");
            try (TcpPeer upstream = server.accept()) {
              lines.add("upstream " + upstream.await("hello"));
              upstream.send("answer");
              lines.add("downstream " + client.await("answer"));
              switch (way) {
                case CLIENT_ENDS -> {
                  client.end();
                  upstream.awaitEnd();
                  upstream.send("more");
                  client.await("more");
                  upstream.end();
                  lines.add("downstream " + client.awaitEnd());
                }
                case SERVER_ENDS -> {
                  upstream.end();
                  client.awaitEnd();
                  client.send("more");
                  upstream.await("more");
                  client.end();
                  lines.add("upstream " + upstream.awaitEnd());
                }
                case CLIENT_CLOSES -> {
                  client.leave();
                  upstream.awaitEnd();
                }
                case SERVER_CLOSES -> {
                  upstream.leave();
                  client.awaitEnd();
                }
                case CLIENT_RESETS -> {
                  client.reset();
                  upstream.awaitEnd();
                }
              }
            }
          }
        });
  }

  private interface Work {
    void on(List<String> lines);
  }

  /**
   * What happens, and what the plugins of a listener log until the connection's context is gone.
   */
  private static List<String> record(String listener, Work work) {
    Stage stage = probing.stage();
    int mark = stage.mark();
    List<String> lines = new ArrayList<>();
    work.on(lines);
    stage
        .host()
        .log()
        .await(
            mark,
            line ->
                line.text().startsWith(Transcript.logged(Callback.ON_DELETE))
                    || line.text().startsWith("Function: "),
            Stage.PATIENCE);
    List<LogLine> log = stage.lines(mark);
    lines.addAll(
        0,
        Transcript.of(
            log.stream()
                .filter(line -> line.plugin() && line.source().contains(listener))
                .map(LogLine::text)
                .toList()));
    log.stream()
        .map(LogLine::text)
        .filter(text -> text.startsWith("Function: "))
        .map(text -> text.replaceAll("(?s) failed: .*", " failed"))
        .forEach(lines::add);
    return lines;
  }

  /** The client speaks, the server answers and ends, as far as the plugin lets them. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void shouldDoWhatThePluginDoesWhenDataPass(Doing doing) {
    probing.check("tcp-doing-" + doing, () -> through(doing.name()));
  }

  private static List<String> through(String listener) {
    int mark = probing.stage().mark();
    return record(
        listener,
        lines -> {
          try (TcpPeer client = probing.stage().connect(listener)) {
            client.send("hello");
            if (listener.equals("CLOSE_AT_ONCE") || listener.equals("TRAP_NEW")) {
              lines.add("downstream " + client.awaitEnd());
              return;
            }
            try (TcpPeer upstream = server.accept()) {
              switch (listener) {
                case "SWALLOW" -> {
                  probing.stage().awaitLog(mark, Transcript.logged(Callback.ON_DOWNSTREAM_DATA));
                  client.end();
                  lines.add("upstream " + upstream.awaitEnd());
                }
                case "CLOSE_DOWNSTREAM", "CLOSE_UPSTREAM", "TRAP_DOWNSTREAM" -> {
                  upstream.awaitEnd();
                  lines.add("downstream " + client.awaitEnd());
                }
                case "CLOSE_ANSWERED", "TRAP_UPSTREAM" -> {
                  upstream.await("hello");
                  upstream.send("answer");
                  lines.add("downstream " + client.awaitEnd());
                  upstream.awaitEnd();
                }
                default -> {
                  upstream.await(all -> all.contains("hello"));
                  upstream.send("answer");
                  client.await(listener.equals("CHANGE") ? "other" : "answer");
                  upstream.end();
                  lines.add("downstream " + client.awaitEnd());
                  client.end();
                  lines.add("upstream " + upstream.awaitEnd());
                }
              }
            }
          }
        });
  }

  @Test
  void shouldCloseWhenTheUpstreamRefuses() {
    probing.check(
        "tcp-refused",
        () ->
            record(
                "REFUSED",
                lines -> {
                  try (TcpPeer client = probing.stage().connect("REFUSED")) {
                    lines.add("downstream " + client.awaitEnd());
                  }
                }));
  }

  @Test
  void shouldCallOneAfterTheOtherWhenThereAreTwo() {
    probing.check("tcp-chain", () -> exchange("CHAIN", Way.SERVER_ENDS));
  }

  @Test
  void shouldPassWithoutThePluginWhenItFailsOpen() {
    probing.check(
        "tcp-open",
        () -> {
          List<String> lines =
              record(
                  "OPEN",
                  all -> {
                    try (TcpPeer client = probing.stage().connect("OPEN");
                        TcpPeer upstream = server.accept()) {
                      client.send("hello");
                      all.add("upstream " + upstream.awaitEnd());
                      all.add("downstream " + client.awaitEnd());
                    }
                  });
          try (TcpPeer client = probing.stage().connect("OPEN");
              TcpPeer upstream = server.accept()) {
            client.send("again");
            lines.add("upstream " + upstream.await("again"));
          }
          return lines;
        });
  }
}
