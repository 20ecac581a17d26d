package io.proxywasm.testkit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThatThrownBy;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import io.proxywasm.testkit.junit.UnderTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(CalloutAuth.class)
@Clusters("auth")
class CalloutsTest {
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  @UnderTest private TestProxy proxy;

  @Test
  void shouldTimeOutWhenTheClockPassesTheTimeout() {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    HttpCallout call = proxy.httpCallout();
    assertThat(call).hasTimeout(Duration.ofSeconds(1)).isPending();
    proxy.advance(Duration.ofMillis(999));
    assertThat(exchange).isUnanswered().isRequestPaused();
    proxy.advance(MILLISECOND);
    assertThat(exchange).isLocalResponse().hasStatus(403);
    assertThat(call.isPending()).isFalse();
  }

  @Test
  void shouldAnswerLaterWhenTheAnswerIsDelayed() {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().respondAfter(Duration.ofMillis(500), HttpResponse.of(200));
    proxy.advance(Duration.ofMillis(499));
    assertThat(exchange).didNotReachUpstream();
    proxy.advance(MILLISECOND);
    assertThat(exchange).reachedUpstream();
  }

  @Test
  void shouldTimeOutFirstWhenTheAnswerIsDelayedTooLong() {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().respondAfter(Duration.ofSeconds(2), HttpResponse.of(200));
    proxy.advance(Duration.ofSeconds(3));
    assertThat(exchange).hasStatus(403);
  }

  @Test
  void shouldEndTheCallWhenTheClientGoesAway() {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    HttpCallout call = proxy.httpCallout();
    exchange.disconnect();
    call.respond(HttpResponse.of(200));
    assertThat(exchange).didNotReachUpstream();
    assertThat(proxy).hasNoFailures();
  }

  @Test
  void shouldSeeARefusedConnectionAndAFailureWhenTheTestSaysSo() {
    HttpExchange refused = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().refuse();
    assertThat(refused).hasStatus(403);
    HttpExchange failed = proxy.begin(HttpRequest.get("/"));
    proxy.httpCallout().fail();
    assertThat(failed).isComplete();
  }

  @Test
  void shouldSayWhatHappenedWhenACallIsAnsweredTwice() {
    HttpExchange exchange = proxy.begin(HttpRequest.get("/"));
    HttpCallout call = proxy.httpCallout();
    call.respond(HttpResponse.of(200));
    assertThat(exchange).reachedUpstream();
    assertThatThrownBy(() -> call.respond(HttpResponse.of(200)))
        .hasMessage("the HTTP call GET /check to auth cannot be answered: it was answered");
    assertThatThrownBy(proxy::httpCallout)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected one HTTP call")
        .hasMessageContaining("proxy_http_call");
  }

  private static HandMade caller(boolean unary) {
    byte[] cluster = "grpc".getBytes(UTF_8);
    return new HandMade()
        .on(
            Callback.ON_REQUEST_HEADERS,
            (calls, arguments) -> {
              HeaderMap metadata = HeaderMap.of("key", "value");
              int status =
                  unary
                      ? calls.grpcCall(cluster, "Service", "Method", metadata, bytes("ask"), 1_000)
                      : calls.grpcStream(cluster, "Service", "Method", metadata);
              int id = (int) calls.output().number();
              if (!unary) {
                status |= calls.grpcSend(id, bytes("one"), false);
                status |= calls.grpcSend(id, bytes("two"), true);
              }
              return status;
            })
        .on(
            Callback.ON_GRPC_RECEIVE,
            (calls, arguments) -> {
              var unused = calls.getBufferBytes(5, 0, 100);
              return calls.log(2, "message " + new String(calls.output().toByteArray(), UTF_8));
            })
        .on(
            Callback.ON_GRPC_RECEIVE_INITIAL_METADATA,
            (calls, arguments) -> calls.log(2, "metadata " + arguments[2]))
        .on(
            Callback.ON_GRPC_CLOSE,
            (calls, arguments) -> {
              var unused = calls.getStatus();
              return calls.log(2, "closed " + arguments[2] + " " + calls.output().text());
            });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void shouldAnswerAGrpcCallWhenTheTestDoes() {
    try (TestProxy grpc = grpc(true)) {
      assertThat(grpc.send(HttpRequest.get("/"))).hasStatus(200);
      GrpcCallout call = grpc.grpcCallout();
      assertThat(call)
          .hasCluster("grpc")
          .calls("Service", "Method")
          .hasMetadata("key", "value")
          .hasMessages("ask")
          .isClosedByPlugin();
      call.respond(bytes("told"));
      assertThat(grpc).said("metadata 0", "message told");
    }
  }

  @Test
  void shouldEndAGrpcCallWhenTheClockPassesTheTimeout() {
    try (TestProxy grpc = grpc(true)) {
      assertThat(grpc.send(HttpRequest.get("/"))).hasStatus(200);
      grpc.advance(Duration.ofSeconds(1));
      assertThat(grpc).said("closed 14 upstream request timeout{response_timeout}");
      assertThat(grpc.grpcCallouts()).noneMatch(GrpcCallout::isPending);
    }
  }

  @Test
  void shouldBeTheOtherSideOfAGrpcStreamWhenThePluginOpensOne() {
    try (TestProxy grpc = grpc(false)) {
      assertThat(grpc.send(HttpRequest.get("/"))).hasStatus(200);
      GrpcCallout stream = grpc.grpcCallout();
      assertThat(stream).hasMessages("one", "two").isPending();
      stream.sendInitialMetadata(Headers.of("a", "b"));
      stream.send(bytes("three"));
      stream.send(bytes("four"));
      stream.close(7, "denied");
      assertThat(grpc).said("metadata 1", "message three", "message four", "closed 7 denied");
      assertThatThrownBy(() -> stream.send(bytes("five"))).hasMessageContaining("is over");
    }
  }

  private static TestProxy grpc(boolean unary) {
    return TestProxy.builder().plugin(caller(unary).plugin("caller")).cluster("grpc").build();
  }
}
