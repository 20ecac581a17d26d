package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.TcpPeer;
import io.proxywasm.e2e.net.TcpServer;
import io.proxywasm.envoy.EnvoyCluster;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** The examples for TCP do what their READMEs say. */
class TcpExamplesIT extends OnEachHost {
  private static Stage stage;
  private static TcpServer first;
  private static TcpServer second;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    first = new TcpServer();
    second = new TcpServer();
    stage =
        Stage.on(host)
            .cluster(
                EnvoyCluster.of("egress-router1", "127.0.0.1", first.port())
                    .withMetadata("location", Map.of("region", "here")))
            .cluster(EnvoyCluster.of("egress-router2", "127.0.0.1", second.port()))
            .tcp("network", "egress-router1", Example.plugin("network").build())
            .tcp(
                "tcp-routing",
                "egress-router1",
                Example.plugin("tcp-routing").configuration("standalone").build())
            .tcp(
                "sender",
                "egress-router1",
                Example.plugin("shared-queue/sender").configuration("tcp").build())
            .listener(
                "receiver",
                Example.plugin("shared-queue/receiver")
                    .vmId("receiver")
                    .configuration("tcp_data_hashes")
                    .build())
            .start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
  }

  private static void exchange(TcpPeer client, TcpServer server) {
    try (client;
        TcpPeer upstream = server.accept()) {
      client.send("question");
      assertThat(upstream.await("question")).isEqualTo("question");
      upstream.send("hello");
      assertThat(client.await("hello")).isEqualTo("hello");
      client.end();
      upstream.awaitEnd();
      upstream.end();
      client.awaitEnd();
    }
  }

  @Test
  void shouldLogAndCountWhenAConnectionComesAndGoes() {
    int mark = stage.mark();
    exchange(stage.connect("network"), first);
    stage.awaitLog(mark, "connection complete!");
    assertThat(stage.said(mark))
        .contains(
            "new connection!",
            ">>>>>> downstream data received >>>>>>\nquestion",
            "remote address: 127.0.0.1:" + first.port(),
            "upstream cluster metadata location[region]=here",
            "<<<<<< upstream data received <<<<<<\nhello",
            "downstream connection close!");
    stage.awaitStat("wasmcustom.proxy_wasm_java.connection_counter", 1);
    stage.assertVmsLive();
  }

  @Test
  void shouldChooseTheClusterWhenTheAddressIsOddOrEven() {
    stage.awaitLog(0, "Configuration: \"standalone\""::equals);
    int mark = stage.mark();
    exchange(stage.connect("tcp-routing", "127.0.0.1"), second);
    exchange(stage.connect("tcp-routing", "127.0.0.2"), first);
    stage.awaitLog(
        mark, line -> line.matches("Routed source 127\\.0\\.0\\.1:\\d+ to egress-router2"));
    stage.awaitLog(
        mark, line -> line.matches("Routed source 127\\.0\\.0\\.2:\\d+ to egress-router1"));
  }

  @Test
  void shouldTellTheReceiverWhenTheUpstreamAnswers() {
    int mark = stage.mark();
    exchange(stage.connect("sender"), first);
    stage.awaitLog(mark, "enqueued data: e3e1efd54283d94f7081314b599d31b3");
    assertThat(stage.awaitLog(mark, "dequeued data from tcp_data_hashes"))
        .endsWith("e3e1efd54283d94f7081314b599d31b3");
    stage.assertVmsLive();
  }
}
