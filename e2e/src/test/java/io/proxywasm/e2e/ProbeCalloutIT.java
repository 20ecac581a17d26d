package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.Script;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of the plugin's own: HTTP and gRPC, right and wrong. */
class ProbeCalloutIT extends OnEachHost {
  private static final byte[] CALL =
      ProbeMapsIT.pairs(
          ":method", "POST", ":path", "/call", ":authority", "callout", "own", "1", "own", "2");

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

  private static void answerCalls() {
    probing
        .stage()
        .upstream()
        .on(
            "/call",
            (request, response) -> {
              request.awaitEnd();
              response.all(
                  TestUpstream.head(201, new Field("c", "1"), new Field("c", "2")),
                  List.of("called".getBytes(UTF_8)),
                  List.of(new Field("ct", "3")));
            });
  }

  @ParameterizedTest
  @EnumSource
  void shouldSeeTheAnswerOnlyInItsCallbackWhenACallEnds(Protocol protocol) {
    answerCalls();
    String cluster = protocol == Protocol.HTTP_1 ? "upstream" : "upstream-h2";
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    script
        .raw("http_call", "http_call", call(script, cluster, CALL, 5000))
        .pauseUntil(Callback.ON_HTTP_CALL_RESPONSE);
    for (int type = 0; type < 9; type++) {
      script
          .call("get_header_map_pairs", type)
          .raw("get_header_map_size", "get_header_map_size", type, script.scratch(4))
          .call("get_header_map_value", type, "c")
          .call("get_header_map_value", type, "ct")
          .call("add_header_map_value", type, "a", "b")
          .call("remove_header_map_value", type, "c")
          .call("get_buffer_status", type)
          .call("get_buffer_bytes", type, 1, 100)
          .call("set_buffer_bytes", type, 0, 10, "x");
    }
    script.call("get_property", "request\0path").resume().call("get_header_map_pairs", 6);
    check("http-call-" + protocol, script);
  }

  private static Object[] call(Script script, String cluster, byte[] headers, int timeout) {
    return new Object[] {
      script.address(cluster.getBytes(UTF_8)),
      cluster.length(),
      script.address(headers),
      headers.length,
      script.address("body".getBytes(UTF_8)),
      4,
      0,
      0,
      timeout,
      script.scratch(4)
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "silent", "reset", "cut", "empty", "status"})
  void shouldTellWhatBecameOfItWhenACallFails(String failure) {
    byte[] headers =
        ProbeMapsIT.pairs(":method", "GET", ":path", "/call-" + failure, ":authority", "callout");
    probing
        .stage()
        .upstream()
        .on(
            "/call-" + failure,
            (request, response) -> {
              request.awaitEnd();
              switch (failure) {
                case "silent" -> {}
                case "reset" -> response.reset();
                case "cut" -> {
                  response.head(TestUpstream.head(200), false);
                  response.data("half", false);
                  response.reset();
                }
                case "empty" -> response.head(TestUpstream.head(204), true);
                default -> response.head(TestUpstream.head(500), true);
              }
            });
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    script
        .raw(
            "http_call",
            "http_call",
            call(
                script,
                failure.equals("refused") ? Stage.REFUSED : Stage.UPSTREAM,
                headers,
                failure.equals("silent") ? 50 : 5000))
        .pauseUntil(Callback.ON_HTTP_CALL_RESPONSE);
    if (failure.equals("cut")) {
      script.call("get_status");
    }
    script
        .call("get_header_map_pairs", 6)
        .call("get_header_map_pairs", 7)
        .raw(
            "get_buffer_bytes(4)",
            "get_buffer_bytes",
            4,
            0,
            1000,
            script.scratch(4),
            script.scratch(4))
        .resume();
    check("http-call-" + failure, script);
  }

  /** Calls that are wrong, by what is wrong. */
  @SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
  private enum Wrong {
    HTTP_UNKNOWN(s -> s.call("http_call", "nowhere", CALL, "", "", 1000)),
    HTTP_NO_CLUSTER(s -> s.call("http_call", "", CALL, "", "", 1000)),
    HTTP_NEGATIVE(s -> s.call("http_call", "upstream", CALL, "", "", -1)),
    HTTP_MOST_NEGATIVE(s -> s.call("http_call", "upstream", CALL, "", "", 0x80000000)),
    HTTP_NO_HEADERS(s -> s.call("http_call", "upstream", "", "", "", 1000)),
    HTTP_NO_PAIRS(s -> s.call("http_call", "upstream", "no pairs", "", "", 1000)),
    HTTP_NO_AUTHORITY(s -> http(s, ":method", "GET", ":path", "/")),
    HTTP_NO_PATH(s -> http(s, ":method", "GET", ":authority", "a")),
    HTTP_NO_METHOD(s -> http(s, ":path", "/", ":authority", "a")),
    GRPC_UNKNOWN(s -> s.call("grpc_call", "nowhere", "s", "m", "", "x", 1000)),
    GRPC_NO_CLUSTER(s -> s.call("grpc_call", "", "s", "m", "", "x", 1000)),
    GRPC_NO_PROTO(s -> s.call("grpc_call", "\n\0\0", "s", "m", "", "x", 1000)),
    GRPC_NO_PAIRS(s -> s.call("grpc_call", "nowhere", "s", "m", "no pairs", "x", 1000)),
    STREAM_UNKNOWN(s -> s.call("grpc_stream", "nowhere", "s", "m", "")),
    STREAM_NO_CLUSTER(s -> s.call("grpc_stream", "", "s", "m", "")),
    IDS(Wrong::ids);

    private final UnaryOperator<Script> call;

    Wrong(UnaryOperator<Script> call) {
      this.call = call;
    }

    private static Script http(Script script, String... headers) {
      return script.call("http_call", "upstream", ProbeMapsIT.pairs(headers), "", "", 1000);
    }

    private static Script ids(Script script) {
      for (int id : new int[] {0, 1, 2, 3, 4000, 4001, 4002, 4003, -1}) {
        script.call("grpc_send", id, "x", 0).call("grpc_cancel", id).call("grpc_close", id);
      }
      return script;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseACallWhenItIsWrong(Wrong wrong) {
    for (Callback callback :
        new Callback[] {
          Callback.ON_REQUEST_HEADERS,
          Callback.ON_RESPONSE_BODY,
          Callback.ON_LOG,
          Callback.ON_DELETE
        }) {
      check(
          "call-" + wrong + "-" + callback.shortName(),
          wrong.call.apply(Script.create().on(callback)));
    }
  }

  /** A gRPC upstream over HTTP/2. */
  private static void answerGrpc(String path, int status) {
    probing
        .stage()
        .upstream()
        .on(
            path,
            (request, response) -> {
              request.awaitHead();
              if (status < 0) {
                response.reset();
                return;
              }
              response.head(
                  TestUpstream.head(
                      200, new Field("content-type", "application/grpc"), new Field("g", "1")),
                  false);
              request.awaitEnd();
              if (status == 0) {
                response.data(new byte[] {0, 0, 0, 0, 3, 'y', 'e', 's'}, false);
              }
              response.trailers(
                  List.of(
                      new Field("grpc-status", "" + status),
                      new Field("grpc-message", "said"),
                      new Field("gt", "2")));
            });
  }

  private static Script grpcCallbacks(Script script, Callback last) {
    for (Callback callback :
        new Callback[] {
          Callback.ON_GRPC_RECEIVE_INITIAL_METADATA,
          Callback.ON_GRPC_RECEIVE,
          Callback.ON_GRPC_RECEIVE_TRAILING_METADATA,
          Callback.ON_GRPC_CLOSE
        }) {
      script
          .on(callback)
          .call("get_header_map_value", 4, "g")
          .call("get_header_map_value", 5, "gt")
          .call("add_header_map_value", 4, "a", "b")
          .call("get_buffer_status", 5)
          .call("get_buffer_bytes", 5, 0, 100)
          .call("set_buffer_bytes", 5, 0, 100, "x");
    }
    script.on(Callback.ON_GRPC_CLOSE).call("get_status");
    return script.on(last).resume();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, -1})
  void shouldReceiveAnAnswerWhenAGrpcCallEnds(int status) {
    answerGrpc("/probe.Service/Call" + status, status);
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    script
        .call(
            "grpc_call",
            "upstream-h2",
            "probe.Service",
            "Call" + status,
            ProbeMapsIT.pairs("own", "1"),
            "message",
            5000)
        .pauseUntil(Callback.ON_GRPC_CLOSE);
    // A call that succeeds is not closed.
    Callback last = status == 0 ? Callback.ON_GRPC_RECEIVE : Callback.ON_GRPC_CLOSE;
    check("grpc-call-" + status, grpcCallbacks(script, last));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, -1})
  void shouldReceiveMessagesWhenAGrpcStreamIsOpen(int status) {
    answerGrpc("/probe.Service/Stream" + status, status);
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    script.call(
        "grpc_stream",
        "upstream-h2",
        "probe.Service",
        "Stream" + status,
        ProbeMapsIT.pairs("own", "1"));
    Script.Value id = script.last();
    script
        .call("grpc_send", id, "one", 0)
        .call("grpc_send", id, "", 0)
        .call("grpc_send", id, "two", 1)
        .pauseUntil(Callback.ON_GRPC_CLOSE);
    check("grpc-stream-" + status, grpcCallbacks(script, Callback.ON_GRPC_CLOSE));
  }

  @Test
  void shouldCallNobodyWhenAGrpcStreamIsCancelled() {
    Script script = Script.create().on(Callback.ON_REQUEST_HEADERS);
    script.call("grpc_stream", "upstream-h2", "probe.Service", "Cancelled", "");
    Script.Value id = script.last();
    script
        .call("grpc_cancel", id)
        .call("grpc_cancel", id)
        .call("grpc_close", id)
        .call("grpc_send", id, "late", 0);
    script.call("grpc_stream", "upstream-h2", "probe.Service", "Closed", "");
    Script.Value other = script.last();
    script
        .call("grpc_close", other)
        .call("grpc_close", other)
        .call("grpc_cancel", other)
        .call("grpc_send", other, "late", 0);
    check("grpc-cancel", script);
  }

  private static void check(String name, Script script) {
    probing.check(name, Protocol.HTTP_1, script);
  }
}
