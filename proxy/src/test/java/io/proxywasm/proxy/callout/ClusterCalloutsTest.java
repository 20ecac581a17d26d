package io.proxywasm.proxy.callout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.TestProxy;
import io.proxywasm.proxy.callout.GrpcUpstream.Answer;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.Cluster.UpstreamHttp;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Envoy 1.40 sent to upstreams, and told plugins, in the same cases. */
class ClusterCalloutsTest {
  private static final String[] OK = {
    ":status", "200", "content-type", "application/grpc", "x-init", "i"
  };
  private static final String OK_TEXT =
      "[:status: 200, content-type: application/grpc, x-init: i,"
          + " x-envoy-upstream-service-time: N]";

  private final EventLoops loops = EventLoops.start(1);
  private final NettyEventLoop loop = loops.workers().get(0);
  private final Stats stats = new Stats();
  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> parts = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    loops.close();
  }

  private Callouts callouts(int port, UpstreamHttp protocol) {
    Clusters clusters =
        Clusters.start(List.of(TestProxy.cluster("up", port, protocol)), loops, stats);
    parts.add(clusters);
    return new ClusterCallouts(clusters::get);
  }

  private Callouts http(String answer, boolean close) throws IOException {
    RawUpstream upstream = new RawUpstream(answer, close);
    parts.add(0, upstream);
    return callouts(upstream.port(), UpstreamHttp.HTTP1);
  }

  private RawUpstream raw() {
    return (RawUpstream) parts.get(0);
  }

  private String event() throws InterruptedException {
    return String.valueOf(events.poll(20, TimeUnit.SECONDS));
  }

  private <T> T onLoop(java.util.function.Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, loop).join();
  }

  private @Nullable Cancellable send(Callouts callouts, String cluster, long timeoutMillis) {
    HeaderMap headers =
        HeaderMap.of(
            ":method", "POST", ":path", "/callout", ":authority", "callout.example", "x-own", "1");
    Callouts.HttpRequest request =
        new Callouts.HttpRequest(
            loop,
            cluster,
            headers,
            "body!".getBytes(UTF_8),
            HeaderMap.of("x-trail", "t"),
            timeoutMillis);
    return onLoop(
        () -> {
          boolean[] returned = new boolean[1];
          Cancellable call = callouts.httpCall(request, new HttpEvents(returned));
          returned[0] = true;
          return call;
        });
  }

  private final class HttpEvents implements Callouts.HttpListener {
    private final boolean[] returned;

    HttpEvents(boolean[] returned) {
      this.returned = returned;
    }

    @Override
    public void onResponse(HeaderMap headers, byte[] body, HeaderMap trailers) {
      events.add(early() + text(headers) + " " + new String(body, UTF_8) + " " + text(trailers));
    }

    @Override
    public void onFailure(String reason) {
      events.add(early() + "failed: " + reason);
    }

    private String early() {
      return (returned[0] ? "" : "EARLY ") + (loop.inLoop() ? "" : "OUTSIDE ");
    }
  }

  private static String text(HeaderMap map) {
    return map.toString().replaceAll("service-time: \\d+", "service-time: N");
  }

  @Test
  void shouldSendWhatEnvoySendsWhenAPluginCalls() throws Exception {
    Callouts callouts =
        http("HTTP/1.1 200 OK\r\ncontent-length: 3\r\nX-A: 1\r\nx-a: 2\r\n\r\nabc", false);
    assertThat(send(callouts, "up", 3000)).isNotNull();
    assertThat(raw().next())
        .isEqualTo(
            "POST /callout HTTP/1.1\r\nhost: callout.example\r\nx-own: 1\r\ncontent-length: 5\r\n"
                + "x-envoy-internal: true\r\nx-envoy-expected-rq-timeout-ms: 3000\r\n\r\nbody!");
    assertThat(event())
        .isEqualTo(
            "[:status: 200, content-length: 3, x-a: 1, x-a: 2, x-envoy-upstream-service-time: N]"
                + " abc []");
    assertThat(stats.counter("cluster.up.upstream_rq_total").value()).isEqualTo(1);
    assertThat(stats.counter("cluster.up.upstream_rq_200").value()).isEqualTo(1);
  }

  @Test
  void shouldNotNameATimeoutWhenThereIsNone() throws Exception {
    Callouts callouts = http("HTTP/1.1 204 No Content\r\n\r\n", false);
    assertThat(send(callouts, "up", 0)).isNotNull();
    assertThat(raw().next()).doesNotContain("timeout");
    assertThat(event()).startsWith("[:status: 204").endsWith("  []");
  }

  @Test
  void shouldSendNothingWhenTheClusterIsUnknown() throws Exception {
    Callouts callouts = http("", false);
    assertThat(onLoop(() -> callouts.hasCluster("nope"))).isFalse();
    assertThat(onLoop(() -> callouts.hasCluster("up"))).isTrue();
    assertThat(send(callouts, "nope", 0)).isNull();
  }

  @Test
  void shouldAnswer503WhenTheConnectionIsRefused() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(send(callouts(port, UpstreamHttp.HTTP1), "up", 0)).isNotNull();
    assertThat(event())
        .isEqualTo(
            "[:status: 503, content-length: 98, content-type: text/plain] upstream connect error or"
                + " disconnect/reset before headers. reset reason: remote connection failure []");
  }

  @Test
  void shouldAnswer503WhenTheUpstreamClosesBeforeAResponse() throws Exception {
    assertThat(send(http("", true), "up", 0)).isNotNull();
    assertThat(event())
        .isEqualTo(
            "[:status: 503, content-length: 95, content-type: text/plain] upstream connect error or"
                + " disconnect/reset before headers. reset reason: connection termination []");
  }

  @Test
  void shouldFailWhenTheUpstreamClosesInItsResponse() throws Exception {
    assertThat(send(http("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", true), "up", 0))
        .isNotNull();
    assertThat(event()).isEqualTo("failed: reset");
  }

  @Test
  void shouldAnswer504WhenTheTimeIsOver() throws Exception {
    assertThat(send(http("", false), "up", 30)).isNotNull();
    assertThat(event())
        .isEqualTo(
            "[:status: 504, content-length: 24, content-type: text/plain]"
                + " upstream request timeout []");
    assertThat(raw().next()).startsWith("POST ");
    assertThat(raw().next()).isEqualTo("closed");
    assertThat(stats.counter("cluster.up.upstream_rq_timeout").value()).isEqualTo(1);
  }

  @Test
  void shouldFailWhenTheTimeIsOverInTheResponse() throws Exception {
    assertThat(send(http("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", false), "up", 1000))
        .isNotNull();
    assertThat(event()).isEqualTo("failed: reset");
  }

  @Test
  void shouldTellNothingWhenItIsCancelled() throws Exception {
    Callouts callouts = http("", false);
    Cancellable call = send(callouts, "up", 0);
    assertThat(raw().next()).startsWith("POST ");
    assertThat(call).isNotNull();
    if (call != null) {
      loop.execute(call::cancel);
      loop.execute(call::cancel);
    }
    assertThat(raw().next()).isEqualTo("closed");
    assertThat(events).isEmpty();
  }

  // gRPC.

  private Callouts grpc(Consumer<Answer> script) {
    GrpcUpstream upstream = new GrpcUpstream(script);
    parts.add(0, upstream);
    return callouts(upstream.port(), UpstreamHttp.HTTP2);
  }

  private GrpcUpstream upstream() {
    return (GrpcUpstream) parts.get(0);
  }

  private Callouts.@Nullable GrpcStream open(Callouts callouts, boolean unary, long timeoutMillis) {
    Callouts.GrpcRequest request =
        new Callouts.GrpcRequest(
            loop, "up", "my.Service", "Do", HeaderMap.of("x-md", "v"), unary, timeoutMillis);
    return onLoop(
        () -> {
          Callouts.GrpcStream stream = callouts.grpcStream(request, new GrpcEvents());
          if (stream != null && unary) {
            stream.send("hello".getBytes(UTF_8), true);
          }
          return stream;
        });
  }

  private void call(Callouts callouts, long timeoutMillis) {
    assertThat(open(callouts, true, timeoutMillis)).isNotNull();
  }

  private Callouts.GrpcStream stream(Callouts callouts) {
    Callouts.GrpcStream stream = open(callouts, false, 0);
    if (stream == null) {
      throw new AssertionError("no stream");
    }
    return stream;
  }

  private final class GrpcEvents implements Callouts.GrpcListener {
    @Override
    public void onInitialMetadata(HeaderMap metadata) {
      events.add("initial " + text(metadata));
    }

    @Override
    public void onMessage(byte[] message) {
      events.add("message " + new String(message, UTF_8));
    }

    @Override
    public void onTrailingMetadata(HeaderMap metadata) {
      events.add("trailing " + text(metadata));
    }

    @Override
    public void onClose(int status, String message) {
      events.add("close " + status + " " + message);
    }
  }

  @Test
  void shouldSendWhatEnvoySendsWhenAPluginMakesAUnaryCall() throws Exception {
    call(grpc(answer -> ok(answer, "resp")), 3000);
    assertThat(upstream().next())
        .isEqualTo(
            "HEADERS :method=POST :path=/my.Service/Do :authority=up :scheme=http te=trailers"
                + " grpc-timeout=3000m content-type=application/grpc x-md=v x-envoy-internal=true"
                + " x-envoy-expected-rq-timeout-ms=3000");
    assertThat(upstream().next()).isEqualTo("DATA \0\0\0\0\5hello");
    assertThat(upstream().next()).isEqualTo("END");
    assertThat(event()).isEqualTo("message resp");
    assertThat(event()).isEqualTo("close 0 fine{via_upstream}");
  }

  private static void ok(Answer answer, String... messages) {
    answer.headers(OK);
    for (String message : messages) {
      answer.message(message);
    }
    answer.end("grpc-status", "0", "grpc-message", "fine", "x-t", "t");
  }

  @Test
  void shouldNameNoTimeWhenAUnaryCallHasNoTimeout() throws Exception {
    call(grpc(answer -> ok(answer, "")), 0);
    assertThat(upstream().next())
        .contains("grpc-timeout=0m")
        .doesNotContain("x-envoy-expected-rq-timeout-ms");
    assertThat(event()).isEqualTo("message ");
  }

  @Test
  void shouldTellTheLastMessageWhenAUnaryCallHasTwo() throws Exception {
    call(grpc(answer -> ok(answer, "r1", "r2")), 0);
    assertThat(event()).isEqualTo("message r2");
  }

  /** The name of a case, and what a unary call is told of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error|close 7 no%20way{via_upstream}",
        "trailers only|close 5 gone{via_upstream}",
        "trailers only, ok|close 13 ",
        "503|close 14 via_upstream",
        "text|close 13 via_upstream",
        "no status|close 2 via_upstream",
        "no trailers|close 2 via_upstream",
        "compressed|close 13 via_upstream",
        "bad flag|close 13 via_upstream",
        "half|close 13 ",
        "no message|close 13 ",
        "bad status|close -1 via_upstream",
        "unknown status|close -1 via_upstream",
        "refused|close 14 upstream connect error or disconnect/reset before headers. reset reason:"
            + " remote refused stream reset"
            + "{upstream_reset_before_response_started{remote_refused_stream_reset}}",
        "reset|close 13 upstream_reset_after_response_started{remote_reset}",
      })
  void shouldOnlyTellTheStatusWhenAUnaryCallFails(String name, String expected) throws Exception {
    call(grpc(answer -> misbehave(name, answer)), 0);
    assertThat(event()).isEqualTo(expected.endsWith("13") ? expected + " " : expected);
    assertThat(events).isEmpty();
  }

  private static void misbehave(String name, Answer answer) {
    switch (name) {
      case "error" -> answer.headers(OK).end("grpc-status", "7", "grpc-message", "no%20way");
      case "trailers only" ->
          answer.end(
              ":status",
              "200",
              "content-type",
              "application/grpc",
              "grpc-status",
              "5",
              "grpc-message",
              "gone");
      case "trailers only, ok" ->
          answer.end(":status", "200", "content-type", "application/grpc", "grpc-status", "0");
      case "503" ->
          answer
              .headers(":status", "503", "content-type", "text/plain")
              .data("down".getBytes(UTF_8), true);
      case "text" ->
          answer
              .headers(":status", "200", "content-type", "text/plain")
              .data("down".getBytes(UTF_8), true);
      case "no status" -> answer.headers(OK).data(GrpcUpstream.frame(0, "resp"), true);
      case "no trailers" -> answer.end(OK);
      case "compressed" ->
          answer.headers(OK).data(GrpcUpstream.frame(1, "resp"), false).end("grpc-status", "0");
      case "bad flag" ->
          answer.headers(OK).data(GrpcUpstream.frame(2, "resp"), false).end("grpc-status", "0");
      case "half" ->
          answer.headers(OK).data(new byte[] {0, 0, 0, 0, 9, 'x'}, false).end("grpc-status", "0");
      case "no message" -> answer.headers(OK).end("grpc-status", "0");
      case "bad status" -> answer.headers(OK).message("r1").end("grpc-status", "abc");
      case "unknown status" -> answer.headers(OK).message("r1").end("grpc-status", "42");
      case "refused" -> answer.reset(Http2Error.REFUSED_STREAM);
      case "reset" -> answer.headers(OK).message("r1").reset(Http2Error.INTERNAL_ERROR);
      default -> throw new AssertionError(name);
    }
  }

  @Test
  void shouldTellAllWhenAStreamIsAnswered() throws Exception {
    Callouts.GrpcStream stream = stream(grpc(answer -> ok(answer, "r1", "r2")));
    onLoop(
        () -> {
          stream.send("one".getBytes(UTF_8), false);
          stream.send("two".getBytes(UTF_8), false);
          stream.close();
          return true;
        });
    assertThat(upstream().next())
        .isEqualTo(
            "HEADERS :method=POST :path=/my.Service/Do :authority=up :scheme=http te=trailers"
                + " content-type=application/grpc x-md=v x-envoy-internal=true");
    assertThat(event()).isEqualTo("initial " + OK_TEXT);
    assertThat(event()).isEqualTo("message r1");
    assertThat(event()).isEqualTo("message r2");
    assertThat(event()).isEqualTo("trailing [grpc-status: 0, grpc-message: fine, x-t: t]");
    assertThat(event()).isEqualTo("close 0 fine{via_upstream}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503|initial []|trailing []|close 14 via_upstream",
        "trailers only, ok|initial []|trailing [:status: 200, content-type: application/grpc,"
            + " grpc-status: 0, x-envoy-upstream-service-time: N]|close 0 via_upstream",
        "refused|initial []|trailing [:status: 200, content-type: application/grpc,"
            + " grpc-status: 14, grpc-message: upstream connect error or disconnect/reset before"
            + " headers. reset reason: remote refused stream reset]|close 14 upstream connect error"
            + " or disconnect/reset before headers. reset reason: remote refused stream reset"
            + "{upstream_reset_before_response_started{remote_refused_stream_reset}}",
      })
  void shouldTellAnEmptyBeginningWhenAStreamFailsBeforeIt(
      String name, String initial, String trailing, String close) throws Exception {
    Callouts.GrpcStream stream = stream(grpc(answer -> misbehave(name, answer)));
    onLoop(
        () -> {
          stream.send("one".getBytes(UTF_8), true);
          return true;
        });
    assertThat(event()).isEqualTo(initial);
    assertThat(event()).isEqualTo(trailing);
    assertThat(event()).isEqualTo(close);
  }

  @Test
  void shouldTellWhatCameWhenAStreamIsReset() throws Exception {
    Callouts.GrpcStream stream = stream(grpc(answer -> misbehave("reset", answer)));
    onLoop(
        () -> {
          stream.send("one".getBytes(UTF_8), true);
          return true;
        });
    assertThat(event()).isEqualTo("initial " + OK_TEXT);
    assertThat(event()).isEqualTo("message r1");
    assertThat(event()).isEqualTo("trailing []");
    assertThat(event()).isEqualTo("close 13 upstream_reset_after_response_started{remote_reset}");
  }

  @Test
  void shouldTellNothingWhenAStreamIsCancelled() throws Exception {
    Callouts.GrpcStream stream = stream(grpc(answer -> {}));
    assertThat(upstream().next()).startsWith("HEADERS ");
    onLoop(
        () -> {
          stream.reset();
          stream.send("late".getBytes(UTF_8), true);
          return true;
        });
    assertThat(upstream().next()).startsWith("RESET ");
    assertThat(events).isEmpty();
  }

  @Test
  void shouldBeUnavailableWhenTheTimeIsOver() throws Exception {
    call(grpc(answer -> {}), 30);
    assertThat(event()).isEqualTo("close 14 upstream request timeout{response_timeout}");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0m",
    "99999999,99999999m",
    "100000000,100000S",
    "9223372036854775807,99999999H",
  })
  void shouldTakeLargerUnitsWhenATimeoutIsLong(long millis, String expected) {
    assertThat(GrpcExchange.timeout(millis)).isEqualTo(expected);
  }
}
