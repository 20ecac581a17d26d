package io.proxywasm.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

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
  private final Supplier<Stage> start;
  private Stage stage;

  private Probing(HostKind host, Supplier<Stage> start) {
    this.host = host;
    this.start = start;
    this.stage = start.get();
  }

  static Probing on(HostKind host) {
    return of(
        host,
        () ->
            Stage.on(host)
                .plugin(PLUGIN, WasmCode.bytes(ProbeModule.module()), plugin -> plugin)
                .start());
  }

  static Probing of(HostKind host, Supplier<Stage> start) {
    return new Probing(host, start);
  }

  Stage stage() {
    return stage;
  }

  @Override
  public void close() {
    stage.close();
  }

  /**
   * Does something, and holds what happened against what happens in Envoy. What Envoy crashes at,
   * another host must survive.
   */
  void check(String name, Supplier<List<String>> work) {
    String golden = "probe/" + name;
    boolean crash = Golden.isCrash(golden);
    if (crash && host == HostKind.ENVOY && !Golden.isWritten()) {
      Assumptions.abort("Envoy crashes");
    }
    List<String> lines;
    try {
      lines = work.get();
    } catch (AssertionError | RuntimeException e) {
      if (survives()) {
        throw e;
      }
      stage.close();
      stage = start.get();
      lines = Golden.CRASH;
    }
    if (crash && host != HostKind.ENVOY) {
      assertThat(lines).describedAs("how it survives").isNotEqualTo(Golden.CRASH);
    } else {
      Golden.check(host, golden, lines);
    }
  }

  /** What Envoy does is not defined; another host goes on. */
  void survive(Protocol protocol, Script script) {
    if (host == HostKind.ENVOY) {
      Assumptions.abort("not defined in Envoy");
    }
    assertThat(exchange(protocol, script)).isNotEmpty();
  }

  /** A host that crashes takes some time to end. */
  private boolean survives() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
    while (stage.host().isAlive() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return stage.host().isAlive();
  }

  /** Holds an exchange against what happens in Envoy. */
  void check(String name, Protocol protocol, Script script) {
    check(name, () -> exchange(protocol, script));
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

  List<String> exchange(Protocol protocol, String listener, Request request) {
    return exchange(protocol, listener, request, Transcript.logged(Callback.ON_DELETE));
  }

  /**
   * An exchange by a connection of its own, until the probe has logged some lines, of which the
   * beginnings are given.
   */
  List<String> exchange(Protocol protocol, String listener, Request request, String... last) {
    // Of one length, as plugins see the size of all headers.
    String path = request.path() + "?" + (10_000 + COUNT.incrementAndGet());
    stage.upstream().on(path, Probing::answer);
    int mark = stage.mark();
    Message response;
    try (TestClient client = stage.newClient(protocol, listener)) {
      response =
          client.send(
              new Request(
                  request.method(), path, request.headers(), request.chunks(), request.trailers()));
      for (String each : last) {
        stage.awaitLog(mark, line -> line.startsWith(each));
      }
    }
    List<LogLine> log = stage.lines(mark);
    assertThat(stage.send(Protocol.HTTP_1, listener, Request.get("/direct")).status())
        .describedAs("the status of a further request")
        .isEqualTo(200);
    List<String> lines =
        new ArrayList<>(
            Transcript.of(log.stream().filter(LogLine::plugin).map(Probing::said).toList()));
    lines.add("upstream " + received(path));
    lines.add("downstream " + text(response));
    lines.replaceAll(line -> line.replace(path, request.path()));
    return lines;
  }

  private static String said(LogLine line) {
    return line.level().equals("info") ? line.text() : line.level() + ": " + line.text();
  }

  /** How much of a request came that was cut off differs each time. */
  private String received(String path) {
    if (stage.upstream().hasReceived(path)) {
      Message request = stage.upstream().take(path).awaitEnd();
      if (!request.reset()) {
        return text(request);
      }
    }
    return "nothing whole";
  }

  static String text(Message message) {
    return fields(message.headers())
        + (message.body().length == 0 ? "" : " \"" + Transcript.printable(message.text()) + "\"")
        + (message.trailers().isEmpty() ? "" : " " + fields(message.trailers()))
        + (message.reset() ? " RESET" : "");
  }

  private static List<String> fields(List<Field> fields) {
    return fields.stream().map(field -> Transcript.field(field.name(), field.value())).toList();
  }
}
