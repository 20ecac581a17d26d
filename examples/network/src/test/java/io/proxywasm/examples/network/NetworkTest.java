package io.proxywasm.examples.network;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.testkit.TcpExchange;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(Network.class)
class NetworkTest {
  /** The map {region: here}, as hosts serialize it. */
  private static final byte[] LOCATION =
      "\1\0\0\0\6\0\0\0\4\0\0\0region\0here\0".getBytes(ISO_8859_1);

  @Test
  void shouldLogTheConnectionWhenItIsNewAndWhenItCloses(TestProxy proxy) {
    TcpExchange connection = proxy.connect();
    assertThat(connection).isConnected();
    assertThat(proxy).said("new connection!").neverSaid("complete");
    connection.close();
    assertThat(proxy).said("downstream connection close!", "connection complete!");
  }

  @Test
  void shouldLogTheDataWhenTheyPass(TestProxy.Builder builder) {
    TestProxy proxy =
        builder
            .property("10.0.0.1:80", "upstream", "address")
            .property(LOCATION, "xds", "cluster_metadata", "filter_metadata", "location")
            .build();
    TcpExchange connection = proxy.connect().send("this is downstream data");
    assertThat(connection).hasUpstreamText("this is downstream data");
    connection.respond("this is upstream data");
    assertThat(connection).hasClientText("this is upstream data");
    assertThat(proxy)
        .said(
            ">>>>>> downstream data received >>>>>>\nthis is downstream data",
            "remote address: 10.0.0.1:80",
            "upstream cluster metadata location[region]=here",
            "<<<<<< upstream data received <<<<<<\nthis is upstream data");
  }

  @Test
  void shouldCountWhenConnectionsAreOver(TestProxy proxy) {
    proxy.connect().close();
    assertThat(proxy).hasMetric("proxy_wasm_java.connection_counter", 1);
    proxy.connect().close();
    assertThat(proxy).hasMetric("proxy_wasm_java.connection_counter", 2);
  }
}
