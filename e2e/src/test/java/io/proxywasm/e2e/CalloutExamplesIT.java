package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Field;
import io.proxywasm.e2e.net.GrpcFrames;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TestUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples that call other servers do what their READMEs say. */
class CalloutExamplesIT extends OnEachHost {
  private static Stage stage;
  private static final String EVEN = "{\"uuid\": \"7b10a67a-1c67-4199-835b-cbefcd4a63d4\"}";
  private static final String ODD = "{\"uuid\": \"aaaaaaaa-1c67-4199-835b-cbefcd4a63d4\"}";

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    Stage.Builder builder =
        Stage.on(host).alias("httpbin").alias("web_service").aliasHttp2("grpcbin");
    for (String name :
        new String[] {
          "http-auth-random", "multiple-dispatches", "grpc-auth-random", "dispatch-call-on-tick"
        }) {
      builder.listener(name, Example.plugin(name).build());
    }
    stage = builder.start();
    stage.upstream().on("/ok", TestUpstream.reply(200, "", new Field("number", "1")));
    stage.upstream().on("/fail", TestUpstream.reply(503, "", new Field("number", "2")));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetTheRequestPassWhenTheHashIsEven(Protocol protocol) {
    int mark = stage.mark();
    String path = protocol.path("even");
    stage.upstream().on(path, TestUpstream.reply(200, EVEN));
    Request request = Request.post(path, "body").header("key", "value");
    Message response = stage.send(protocol, "http-auth-random", request);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo(EVEN);
    Message call = stage.upstream().take(path).awaitEnd();
    assertThat(call.header(":method")).isEqualTo("POST");
    assertThat(call.header("key")).isEqualTo("value");
    assertThat(call.text()).isEmpty();
    assertThat(stage.upstream().take(path).awaitEnd().text()).isEqualTo("body");
    stage.awaitLog(mark, "access granted");
    assertThat(stage.said(mark))
        .contains(
            "request header: key: value",
            "http call dispatched to httpbin",
            "response header from httpbin: :status: 200");
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer403WhenTheHashIsOdd(Protocol protocol) {
    String path = protocol.path("odd");
    stage.upstream().on(path, TestUpstream.reply(200, ODD));
    Message response = stage.send(protocol, "http-auth-random", Request.get(path));
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.text()).isEqualTo("access forbidden");
    assertThat(response.header("powered-by")).isEqualTo("proxy-wasm-java");
    stage.upstream().take(path);
    assertThat(stage.upstream().hasReceived(path)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendTheResponseWhenTenCalloutsAreAnswered(Protocol protocol) {
    int mark = stage.mark();
    Message response =
        stage.send(protocol, "multiple-dispatches", Request.get(protocol.path("multiple")));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo("ok");
    assertThat(response.header("total-dispatched")).isEqualTo("10");
    stage.awaitLog(mark, "response resumed after processed 10 dispatched request");
    assertThat(stage.said(mark))
        .contains("pending dispatched requests: 9", "pending dispatched requests: 1");
  }

  @ParameterizedTest
  @CsvSource({"0, true", "2, true", "1, false", "13, false"})
  void shouldFollowTheStatusWhenTheGrpcServiceAnswers(int status, boolean granted) {
    stage.upstream().on("/grpcbin.GRPCBin/RandomError", GrpcFrames.reply(status, "random", ""));
    String path = Protocol.HTTP_2.path("hello.HelloService/SayHello");
    Message response =
        stage.send(
            Protocol.HTTP_2,
            "grpc-auth-random",
            Request.post(path, "").header("content-type", "application/grpc"));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("powered-by")).isEqualTo("proxy-wasm");
    if (granted) {
      assertThat(response.text()).isEqualTo("ok");
      stage.upstream().take(path);
    } else {
      assertThat(response.header("grpc-status")).isEqualTo("10");
      assertThat(response.header("grpc-message")).isEqualTo("Aborted by Proxy-Wasm!");
      assertThat(stage.upstream().hasReceived(path)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAnswer503WhenTheClientSpeaksNoGrpc(Protocol protocol) {
    Message response =
        stage.send(protocol, "grpc-auth-random", Request.get(protocol.path("plain")));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text()).isEqualTo("Service accessible only to gRPC clients.\n");
    assertThat(response.header("powered-by")).isEqualTo("proxy-wasm");
  }

  @Test
  void shouldCallWhenItTicks() {
    stage.awaitLog(0, "set tick period milliseconds: 100"::equals);
    stage.awaitLog(0, "called 2 for contextID=");
    stage.awaitLog(0, "response header for the dispatched call: number: 1");
    stage.awaitLog(0, "response header for the dispatched call: number: 2");
  }
}
