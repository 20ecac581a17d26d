package io.proxywasm.examples.grpcauth;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.testkit.GrpcCallout;
import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.Clusters;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ProxyWasmTest(GrpcAuthRandom.class)
class GrpcAuthRandomTest {
  private static HttpRequest grpc(String path) {
    return HttpRequest.post(path, "").header("content-type", "application/grpc");
  }

  @Test
  @Clusters("grpcbin")
  void shouldLetTheRequestPassWhenTheServiceAnswers(TestProxy proxy) {
    HttpExchange exchange = proxy.begin(grpc("/hello.HelloService/SayHello"));
    assertThat(exchange).isRequestPaused().didNotReachUpstream();
    GrpcCallout call = proxy.grpcCallout();
    assertThat(call).hasCluster("grpcbin").calls("grpcbin.GRPCBin", "RandomError").hasMessages("");
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(1));
    call.respond(new byte[0]);
    assertThat(exchange).reachedUpstream();
    assertThat(proxy).said("Access granted.");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 14})
  @Clusters("grpcbin")
  void shouldLetTheRequestPassWhenTheStatusIsEven(int status, TestProxy proxy) {
    HttpExchange exchange = proxy.begin(grpc("/hello.HelloService/SayHello"));
    proxy.grpcCallout().close(status, "random");
    assertThat(exchange).reachedUpstream();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13})
  @Clusters("grpcbin")
  void shouldAbortWhenTheStatusIsOdd(int status, TestProxy proxy) {
    HttpExchange exchange = proxy.begin(grpc("/hello.HelloService/SayHello"));
    proxy.grpcCallout().close(status, "random");
    assertThat(exchange)
        .isLocalResponse()
        .didNotReachUpstream()
        .hasHeader("grpc-status", "10")
        .hasHeader("grpc-message", "Aborted by Proxy-Wasm!")
        .hasHeader("powered-by", "proxy-wasm");
    assertThat(proxy).said("Access forbidden.");
  }

  @Test
  @Clusters("grpcbin")
  void shouldAskNobodyWhenTheRequestIsForReflection(TestProxy proxy) {
    assertThat(proxy.send(grpc("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")))
        .reachedUpstream()
        .hasHeader("powered-by", "proxy-wasm");
    assertThat(proxy.grpcCallouts()).isEmpty();
  }

  @Test
  void shouldAnswer503WhenTheClientSpeaksNoGrpc(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/")))
        .isLocalResponse()
        .didNotReachUpstream()
        .hasStatus(503)
        .hasBody("Service accessible only to gRPC clients.\n")
        .hasHeader("powered-by", "proxy-wasm");
  }

  @Test
  void shouldAbortWhenTheClusterIsMissing(TestProxy proxy) {
    assertThat(proxy.begin(grpc("/hello.HelloService/SayHello"))).hasHeader("grpc-status", "10");
    assertThat(proxy).hasLogged(LogLevel.ERROR, "cannot ask: proxy_grpc_call(grpcbin)");
  }
}
