package io.proxywasm.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes through {@code tcp_proxy}. */
@Timeout(60)
class TcpProxyTest {
  private static String tcp(String options, int port) {
    return """
           static_resources:
             listeners:
             - name: tcp
               address: {socket_address: {address: 127.0.0.1, port_value: 0}}
               filter_chains:
               - filters:
                 - name: envoy.filters.network.tcp_proxy
                   typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, stat_prefix: t, cluster: up%s}
             clusters: [%s]
           """
        .formatted(options, Yaml.cluster("up", port));
  }

  @Test
  void shouldPassBytesBothWaysWhenConnected() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy = ServedProxy.start(tcp("", upstream.port()));
        RawClient client = new RawClient(proxy.port("tcp"))) {
      client.send("question");
      RawClient connection = upstream.accept();
      assertThat(connection.body(8)).isEqualTo("question");
      connection.send("answer");
      assertThat(client.body(6)).isEqualTo("answer");
      client.socket().close();
      assertThat(connection.rest()).isEmpty();
      connection.close();
      assertThat(proxy.nextLog()).isEqualTo("8 6 0");
    }
  }

  @Test
  void shouldKeepTheOtherHalfOpenWhenOneSideHasEnded() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy = ServedProxy.start(tcp("", upstream.port()));
        RawClient client = new RawClient(proxy.port("tcp"))) {
      client.send("question");
      client.socket().shutdownOutput();
      RawClient connection = upstream.accept();
      assertThat(connection.rest()).isEqualTo("question");
      connection.send("late answer");
      connection.close();
      assertThat(client.rest()).isEqualTo("late answer");
    }
  }

  @Test
  void shouldPassTheUpstreamsWordsWhenTheClientIsSilent() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy = ServedProxy.start(tcp("", upstream.port()));
        RawClient client = new RawClient(proxy.port("tcp"))) {
      RawClient connection = upstream.accept();
      connection.send("220 ready");
      assertThat(client.body(9)).isEqualTo("220 ready");
      connection.close();
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void shouldCloseTheClientWhenNobodyListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (ServedProxy proxy = ServedProxy.start(tcp("", port));
        RawClient client = new RawClient(proxy.port("tcp"))) {
      assertThat(client.rest()).isEmpty();
      assertThat(proxy.nextLog()).isEqualTo("0 0 20");
    }
  }

  @Test
  void shouldCloseBothSidesWhenNothingIsSaidForTooLong() throws Exception {
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy = ServedProxy.start(tcp(", idle_timeout: 0.05s", upstream.port()));
        RawClient client = new RawClient(proxy.port("tcp"))) {
      RawClient connection = upstream.accept();
      assertThat(client.rest()).isEmpty();
      assertThat(connection.rest()).isEmpty();
      connection.close();
      assertThat(proxy.counter("tcp.t.idle_timeout")).isEqualTo(1);
    }
  }

  @Test
  void shouldStopReadingTheClientWhenTheUpstreamDoesNotRead() throws Exception {
    int chunk = 1 << 20;
    int chunks = 64;
    try (RawUpstream upstream = new RawUpstream();
        ServedProxy proxy = ServedProxy.start(tcp("", upstream.port()));
        RawClient client = new RawClient(proxy.port("tcp"))) {
      RawClient connection = upstream.accept();
      java.util.concurrent.atomic.AtomicInteger sent =
          new java.util.concurrent.atomic.AtomicInteger();
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < chunks; i++) {
                    client.send(new byte[chunk]);
                    sent.incrementAndGet();
                  }
                } catch (java.io.IOException e) {
                  // The test has ended.
                }
              });
      writer.start();
      int before = -1;
      while (sent.get() != before) {
        before = sent.get();
        writer.join(500);
      }
      assertThat(before).isLessThan(chunks / 2);
      assertThat(connection.body(chunk * chunks)).hasSize(chunk * chunks);
      writer.join();
      connection.close();
    }
  }
}
