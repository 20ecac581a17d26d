package io.proxywasm.e2e;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.Script;
import java.util.List;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What belongs to no stream: shared data, queues, metrics, properties, functions, timers. */
class ProbeStateIT extends OnEachHost {
  @SuppressWarnings("UnusedVariable") // JUnit reads it.
  private static final List<Callback> CALLBACKS = Probing.STREAM;

  /** A few that stand for all. */
  @SuppressWarnings("UnusedVariable") // JUnit reads it.
  private static final List<Callback> SOME =
      List.of(
          Callback.ON_REQUEST_HEADERS,
          Callback.ON_RESPONSE_BODY,
          Callback.ON_LOG,
          Callback.ON_DONE,
          Callback.ON_DELETE);

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

  @ParameterizedTest
  @FieldSource("SOME")
  void shouldShareDataWhenAsked(Callback callback) {
    String key = "key-" + callback.shortName();
    Script script = Script.create().on(callback).call("get_shared_data", key);
    script
        .call("set_shared_data", key, "one", 1234)
        .raw("get_shared_data and its cas", "get_shared_data", data(script, key, 3))
        .call("set_shared_data", key, "two", script.last())
        .call("set_shared_data", key, "three", script.last())
        .call("set_shared_data", key, "four", 0)
        .call("set_shared_data", key, "five", -1)
        .raw("get_shared_data", "get_shared_data", data(script, key, 3))
        .call("set_shared_data", key, "", 0)
        .raw("get_shared_data", "get_shared_data", data(script, key, 3))
        .call("set_shared_data", "", "no key", 0)
        .raw("get_shared_data of no key", "get_shared_data", data(script, "", 3));
    check("shared-data-" + callback.shortName(), script);
  }

  /** Address and size of a text, and addresses to write to; the last is {@link Script#last}. */
  private static Object[] data(Script script, String text, int outputs) {
    Object[] arguments = new Object[2 + outputs];
    arguments[0] = script.address(Script.latin1(text));
    arguments[1] = text.length();
    for (int i = 0; i < outputs; i++) {
      arguments[2 + i] = script.scratch(4);
    }
    return arguments;
  }

  @ParameterizedTest
  @FieldSource("SOME")
  void shouldQueueWhenAsked(Callback callback) {
    String name = "queue-" + callback.shortName();
    Script script = Script.create().on(callback);
    script
        .raw("resolve an unknown queue", "resolve_shared_queue", resolve(script, "", name))
        .raw("register", "register_shared_queue", data(script, name, 1));
    Script.Value queue = script.last();
    script
        .raw("resolve in its own vm", "resolve_shared_queue", resolve(script, "", name))
        .raw("resolve in its vm", "resolve_shared_queue", resolve(script, Probing.PLUGIN, name))
        .raw("resolve in another vm", "resolve_shared_queue", resolve(script, "other", name))
        .raw("register again", "register_shared_queue", data(script, name, 1))
        .call("dequeue_shared_queue", queue)
        .call("enqueue_shared_queue", queue, "first")
        .call("enqueue_shared_queue", queue, "")
        .call("enqueue_shared_queue", queue, "third")
        .call("dequeue_shared_queue", queue)
        .call("dequeue_shared_queue", queue)
        .call("dequeue_shared_queue", queue)
        .call("dequeue_shared_queue", queue)
        .call("enqueue_shared_queue", 0, "x")
        .call("enqueue_shared_queue", 99999, "x")
        .call("enqueue_shared_queue", -1, "x")
        .call("dequeue_shared_queue", 0)
        .call("dequeue_shared_queue", 99999)
        .call("dequeue_shared_queue", -1);
    check("queue-" + callback.shortName(), script, "on_queue_ready");
  }

  private static Object[] resolve(Script script, String vmId, String name) {
    return new Object[] {
      script.address(Script.latin1(vmId)),
      vmId.length(),
      script.address(Script.latin1(name)),
      name.length(),
      script.scratch(4)
    };
  }

  @ParameterizedTest
  @FieldSource("SOME")
  void shouldMeasureWhenAsked(Callback callback) {
    String prefix = "probe." + callback.shortName() + ".";
    Script script = Script.create().on(callback);
    for (int type : new int[] {0, 1, 2}) {
      script.raw(
          "define_metric(" + type + ")",
          "define_metric",
          type,
          script.address(Script.latin1(prefix + type)),
          prefix.length() + 1,
          script.scratch(4));
      Script.Value id = script.last();
      script
          .call("get_metric", id)
          .call("increment_metric", id, 5L)
          .call("increment_metric", id, 0L)
          .call("increment_metric", id, -2L)
          .call("get_metric", id)
          .call("record_metric", id, 3L)
          .call("record_metric", id, -1L)
          .call("get_metric", id)
          .call("record_metric", id, 0L)
          .call("get_metric", id)
          .raw(
              "define_metric again",
              "define_metric",
              type,
              script.address(Script.latin1(prefix + type)),
              prefix.length() + 1,
              script.scratch(4))
          .call("get_metric", script.last());
    }
    script
        .raw(
            "define_metric(3)",
            "define_metric",
            3,
            script.address(new byte[] {'x'}),
            1,
            script.scratch(4))
        .raw(
            "define_metric(-1)",
            "define_metric",
            -1,
            script.address(new byte[] {'x'}),
            1,
            script.scratch(4))
        .raw("define_metric without a name", "define_metric", 1, 0, 0, script.scratch(4))
        .call("get_metric", 0)
        .call("get_metric", 4000)
        .call("get_metric", 4001)
        .call("get_metric", 4002)
        .call("get_metric", 4003)
        .call("get_metric", -1)
        .call("increment_metric", 0, 1L)
        .call("increment_metric", 4000, 1L)
        .call("increment_metric", 4001, 1L)
        .call("increment_metric", 4003, 1L)
        .call("record_metric", 4000, 1L)
        .call("record_metric", 4001, 1L)
        .call("record_metric", 4002, 1L)
        .call("record_metric", 4003, 1L);
    check("metrics-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldReadPropertiesWhenTheyAreThere(Callback callback) {
    Script script = Script.create().on(callback);
    for (String path : PROPERTIES) {
      script.call("get_property", path.replace('/', '\0'));
    }
    for (String path : VOLATILE_PROPERTIES) {
      byte[] name = Script.latin1(path.replace('/', '\0'));
      script.raw(
          "get_property(" + path + ")",
          "get_property",
          script.address(name),
          name.length,
          script.scratch(4),
          script.scratch(4));
    }
    check("properties-" + callback.shortName(), script);
  }

  /** With values that differ each time. */
  private static final List<String> VOLATILE_PROPERTIES =
      List.of(
          "request/time",
          "request/id",
          "request/duration",
          "response/backend_latency",
          "request/headers",
          "response/headers",
          "source",
          "source/address",
          "source/port",
          "destination",
          "destination/address",
          "destination/port",
          "connection",
          "connection/id",
          "connection_id",
          "upstream/address",
          "upstream/port",
          "upstream/local_address",
          "upstream/cx_pool_ready_duration",
          "request/headers_bytes",
          "response/headers_bytes",
          "response/total_size",
          "request/total_size",
          "request",
          "response",
          "upstream",
          "xds",
          "xds/node",
          "metadata",
          "filter_state",
          "upstream_filter_state");

  private static final List<String> PROPERTIES =
      List.of(
          "",
          "/",
          "request/",
          "request/nothing",
          "request/url_path",
          "request/host",
          "request/scheme",
          "request/method",
          "request/referer",
          "request/useragent",
          "request/protocol",
          "request/query/more",
          "request/size",
          "request/headers/x-down",
          "request/headers/:method",
          "request/headers/nothing",
          "response/code",
          "response/code_details",
          "response/flags",
          "response/grpc_status",
          "response/size",
          "response/headers/x-up",
          "response/headers/nothing",
          "response/trailers/t-up",
          "response/trailers",
          "connection/mtls",
          "connection/requested_server_name",
          "connection/tls_version",
          "connection/subject_local_certificate",
          "connection/sha256_peer_certificate_digest",
          "connection/termination_details",
          "connection/transport_failure_reason",
          "upstream/tls_version",
          "upstream/num_endpoints",
          "upstream/locality",
          "upstream/request_attempt_count",
          "upstream/transport_failure_reason",
          "metadata/filter_metadata",
          "metadata/filter_metadata/none",
          "filter_state/none",
          "plugin_name",
          "plugin_root_id",
          "plugin_vm_id",
          "plugin_name/more",
          "node",
          "node/id",
          "cluster_name",
          "cluster_metadata",
          "route_name",
          "route_metadata",
          "listener_direction",
          "listener_metadata",
          "xds/node/id",
          "xds/node/cluster",
          "xds/cluster_name",
          "xds/cluster_metadata",
          "xds/route_name",
          "xds/route_metadata",
          "xds/virtual_host_name",
          "xds/virtual_host_metadata",
          "xds/listener_direction",
          "xds/listener_metadata",
          "xds/upstream_host_metadata",
          "xds/upstream_host_locality_metadata",
          "xds/filter_chain_name",
          "xds/nothing",
          "nothing",
          "wasm.nothing");

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldSetPropertiesWhenThereIsAStream(Callback callback) {
    Script script =
        Script.create()
            .on(callback)
            .call("set_property", "own", "value")
            .call("get_property", "own")
            .call("get_property", "filter_state\0wasm.own")
            .call("set_property", "own", "other")
            .call("get_property", "own")
            .call("set_property", "own\0deep", "deep")
            .call("get_property", "own\0deep")
            .call("set_property", "", "none")
            .call("get_property", "")
            .call("set_property", "empty", "")
            .call("get_property", "empty")
            .call("set_property", "request\0path", "/other")
            .call("get_property", "request\0path".substring(0, 7))
            .call("set_property", "plugin_name", "other")
            .call("get_property", "plugin_name");
    check("properties-set-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @FieldSource("SOME")
  void shouldCallFunctionsWhenTheyAreKnown(Callback callback) {
    Script script =
        Script.create()
            .on(callback)
            .call("call_foreign_function", "nothing", "")
            .call("call_foreign_function", "", "")
            .call("call_foreign_function", "compress", "")
            .call("call_foreign_function", "uncompress", "no zlib")
            .call("call_foreign_function", "uncompress", "")
            .call("call_foreign_function", "verify_signature", "")
            .call("call_foreign_function", "verify_signature", "no protobuf")
            .call("call_foreign_function", "sign", "")
            .call("call_foreign_function", "sign", "no protobuf")
            .call("call_foreign_function", "declare_property", "")
            .call("call_foreign_function", "declare_property", "\n\1p")
            .call("call_foreign_function", "declare_property", "\n\1p\30\1")
            .call("call_foreign_function", "declare_property", "\n\1q\20\1\30\1\50\2")
            .call("set_property", "p", "1")
            .call("get_property", "p")
            .call("set_property", "q", "1")
            .call("set_property", "q", "2")
            .call("get_property", "q")
            .call("call_foreign_function", "set_envoy_filter_state", "\n\5state\22\1v\30\0")
            .call("get_property", "filter_state\0state")
            .call("call_foreign_function", "set_envoy_filter_state", "")
            .call("call_foreign_function", "set_envoy_filter_state", "no protobuf")
            .call("call_foreign_function", "clear_route_cache", "")
            .call("call_foreign_function", "clear_route_cache", "more");
    check("functions-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @FieldSource("CALLBACKS")
  void shouldAnswerSmallQuestionsWhenAsked(Callback callback) {
    Script script =
        Script.create()
            .on(callback)
            .call("get_log_level")
            .call("get_current_time_nanoseconds")
            .call("get_status")
            .call("done")
            .call("set_effective_context", 0)
            .call("set_effective_context", 99999)
            .call("set_effective_context", -1)
            .call("set_effective_context", Script.parameter(0))
            .call("set_effective_context", 1)
            .call("set_effective_context", Script.parameter(0))
            .call("set_tick_period_milliseconds", 0)
            .call("log", 2, "at info")
            .call("log", 3, "at warn")
            .call("log", 4, "at error")
            .call("log", 5, "at critical")
            .call("log", 6, "at 6")
            .call("log", -1, "at -1")
            .call("log", 0, "at trace")
            .call("log", 1, "at debug")
            .call("log", 2, "");
    check("small-" + callback.shortName(), script);
  }

  @ParameterizedTest
  @EnumSource(
      value = Callback.class,
      names = {"ON_TICK", "ON_QUEUE_READY"})
  void shouldHaveNoStreamWhenItIsOutsideOfOne(Callback callback) {
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    if (callback == Callback.ON_TICK) {
      script.call("set_tick_period_milliseconds", 1).pauseUntil(callback);
      script.call("set_tick_period_milliseconds", 0);
    } else {
      script.raw("register", "register_shared_queue", data(script, "outside", 1));
      Script.Value queue = script.last();
      script.call("enqueue_shared_queue", queue, "entry").pauseUntil(callback);
      script.call("dequeue_shared_queue", queue);
    }
    for (int type = 0; type < 9; type++) {
      script
          .call("get_header_map_pairs", type)
          .call("get_header_map_size", type)
          .call("get_header_map_value", type, ":path")
          .call("add_header_map_value", type, "a", "b")
          .call("get_buffer_bytes", type, 0, 10)
          .call("set_buffer_bytes", type, 0, 10, "x");
    }
    script
        .call("get_status")
        .call("done")
        .call("continue_stream", 2)
        .call("continue_stream", 3)
        .call("close_stream", 4)
        .call("get_property", "request\0path")
        .call("get_property", "plugin_name")
        .call("get_property", "plugin_root_id")
        .call("get_property", "node\0id")
        .call("get_property", "xds\0node\0id")
        .call("get_property", "connection_id")
        .call("set_property", "own", "value")
        .call("get_property", "own")
        .resume()
        .call("get_header_map_value", 0, ":method")
        .call("add_header_map_value", 0, "late", "1")
        .call("get_property", "request\0method");
    check("outside-" + callback.shortName(), script);
  }

  private static void check(String name, Script script) {
    probing.check(name, Protocol.HTTP_1, script);
  }

  /** Without callbacks that may come late. */
  private static void check(String name, Script script, String late) {
    probing.check(
        name,
        () ->
            probing.exchange(Protocol.HTTP_1, script).stream()
                .filter(line -> !line.startsWith(late))
                .toList());
  }
}
