package io.proxywasm.testkit.assertj;

import io.proxywasm.testkit.GrpcCallout;
import io.proxywasm.testkit.HttpCallout;
import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.Received;
import io.proxywasm.testkit.TcpExchange;
import io.proxywasm.testkit.TestProxy;
import org.assertj.core.api.Assertions;

/** Where assertions begin. Import {@code assertThat} statically: AssertJ's own are here, too. */
public final class ProxyWasmAssertions extends Assertions {
  private ProxyWasmAssertions() {}

  /** About an exchange: the response at the client, the request at the upstream, pauses. */
  public static HttpExchangeAssert assertThat(HttpExchange actual) {
    return new HttpExchangeAssert(actual);
  }

  /** About what has come through to one side. */
  public static ReceivedAssert assertThat(Received actual) {
    return new ReceivedAssert(actual, "message", () -> "");
  }

  /** About a connection. */
  public static TcpExchangeAssert assertThat(TcpExchange actual) {
    return new TcpExchangeAssert(actual);
  }

  /** About an HTTP call of a plugin. */
  public static HttpCalloutAssert assertThat(HttpCallout actual) {
    return new HttpCalloutAssert(actual);
  }

  /** About a gRPC call or stream of a plugin. */
  public static GrpcCalloutAssert assertThat(GrpcCallout actual) {
    return new GrpcCalloutAssert(actual);
  }

  /** About a proxy: logs, metrics, callouts, failures. */
  public static TestProxyAssert assertThat(TestProxy actual) {
    return new TestProxyAssert(actual);
  }
}
