package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.host.LogLine;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.Inbox;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Outbox;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.probe.Callback;
import io.proxywasm.e2e.probe.ProbeModule;
import io.proxywasm.e2e.probe.Script;
import io.proxywasm.e2e.probe.Transcript;
import io.proxywasm.envoy.WasmCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A stage with the probe, and what it tells of an exchange. */
final class Probing implements AutoCloseable {
  static final String PLUGIN = "probe";

  /** The callbacks of a stream in an exchange that has everything. */
  static final List<Callback> STREAM =
      List.of(
          Callback.ON_REQUEST_HEADERS,
          Callback.ON_REQUEST_BODY,
          Callback.ON_REQUEST_TRAILERS,
          Callback.ON_RESPONSE_HEADERS,
          Callback.ON_RESPONSE_BODY,
          Callback.ON_RESPONSE_TRAILERS,
          Callback.ON_LOG,
          Callback.ON_DONE,
          Callback.ON_DELETE);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final HostKind host;
  private final Stage stage;

  private Probing(HostKind host, Stage stage) {
    this.host = host;
    this.stage = stage;
  }

  static Probing on(HostKind host) {
    return of(
        host,
        Stage.on(host)
            .plugin(PLUGIN, WasmCode.bytes(ProbeModule.module()), plugin -> plugin)
            .start());
  }

  static Probing of(HostKind host, Stage stage) {
    return new Probing(host, stage);
  }

  Stage stage() {
    return stage;
  }

  @Override
  public void close() {
    stage.close();
  }

  /** Holds what happened against what happens in Envoy. */
  void check(String name, List<String> lines) {
    Golden.check(host, "probe/" + name, lines);
  }

  /** A request with a body and trailers. */
  static Request request(Protocol protocol, Script script) {
    return Request.post(protocol.path("everything"), "hello")
        .header("x-down", "1")
        .header("x-down", "2")
        .header("probe", script.header())
        .trailer("t-down", "3");
  }

  /** A response with a body and trailers. */
  static void answer(Inbox request, Outbox response) {
    request.awaitEnd();
    response.all(
        TestUpstream.head(200, new Field("x-up", "1"), new Field("x-up", "2")),
        List.of("answer".getBytes(UTF_8)),
        List.of(new Field("t-up", "3")));
  }

  /** Headers, a body and trailers, both ways; what the plugin logged, and what came out. */
  List<String> exchange(Protocol protocol, Script script) {
    return exchange(protocol, request(protocol, script));
  }

  List<String> exchange(Protocol protocol, Request request) {
    return exchange(protocol, PLUGIN, request);
  }

  /** An exchange by a connection of its own. */
  List<String> exchange(Protocol protocol, String listener, Request request) {
    String path = request.path() + "?" + COUNT.incrementAndGet();
    stage.upstream().on(path, Probing::answer);
    int mark = stage.mark();
    Message response;
    try (TestClient client = stage.newClient(protocol, listener)) {
      response =
          client.send(
              new Request(
                  request.method(),
                  path,
                  request.headers(),
                  request.chunks(),
                  request.trailers()));
      stage.awaitLog(mark, line -> line.startsWith(logged(Callback.ON_DELETE)));
    }
    List<String> lines = new ArrayList<>(Transcript.of(stage.said(mark)));
    stage.lines(mark).stream()
        .filter(line -> !line.plugin() && line.source().equals("wasm"))
        .map(LogLine::text)
        .forEach(line -> lines.add("log " + line));
    lines.add(
        stage.upstream().hasReceived(path)
            ? "upstream " + text(stage.upstream().take(path).awaitEnd())
            : "upstream nothing");
    lines.add("downstream " + text(response));
    lines.replaceAll(line -> line.replace(path, request.path()));
    return lines;
  }

  static String logged(Callback callback) {
    return Transcript.logged(callback);
  }

  private static String text(Message message) {
    return fields(message.headers())
        + (message.body().length == 0 ? "" : " \"" + Transcript.printable(message.text()) + "\"")
        + (message.trailers().isEmpty() ? "" : " " + fields(message.trailers()))
        + (message.reset() ? " RESET" : "");
  }

  private static List<String> fields(List<Field> fields) {
    return fields.stream().map(field -> Transcript.field(field.name(), field.value())).toList();
  }
}
