package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.TcpPeer;
import io.proxywasm.e2e.net.TcpServer;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.e2e.plugins.TcpPlugin;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyPlugin;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins of the sdk between the two ends of a TCP connection. */
class TcpPluginIT extends OnEachHost {
  private static final String CLUSTER = "tcp";

  private static Stage stage;
  private static TcpServer server;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    server = new TcpServer();
    Stage.Builder builder =
        Stage.on(host).cluster(EnvoyCluster.of(CLUSTER, "127.0.0.1", server.port()));
    for (String name :
        new String[] {
          "data", "close-at-once", "wait-at-once", "throw-at-once", "throw-at-create"
        }) {
      builder.tcp(
          name,
          CLUSTER,
          EnvoyPlugin.builder(name, TestPlugin.code(TcpPlugin.class))
              .vmId(name)
              .configuration(name)
              .build());
    }
    stage = builder.start();
    stage.upstream().on("/tcp", TestUpstream.reply(200, "allowed"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain text | plain text | answer",
        "upper text | UPPER TEXT | answer!",
        "wrap text | <wrap text> | answer",
        "wait text | wait text allowed | answer",
        "tick text | tick text | answer",
        "open text | open text | answer",
      })
  void shouldChangeAndPassTheDataWhenBothEndsSpeak(String sent, String received, String answer) {
    int mark = stage.mark();
    try (TcpPeer client = stage.connect("data");
        TcpPeer upstream = server.accept()) {
      client.send(sent);
      assertThat(upstream.await(received)).isEqualTo(received);
      upstream.send("answer");
      assertThat(client.await(answer)).isEqualTo(answer);
    }
    stage.awaitLog(mark, "deleted");
    stage.assertVmsLive();
  }

  @Test
  void shouldPassNothingWhenTheDataAreRemoved() {
    try (TcpPeer client = stage.connect("data");
        TcpPeer upstream = server.accept()) {
      client.send("drop this");
      client.end();
      assertThat(upstream.awaitEnd()).isEmpty();
    }
  }

  @Test
  void shouldTellOfTheEndWhenTheClientCloses() {
    int mark = stage.mark();
    try (TcpPeer client = stage.connect("data");
        TcpPeer upstream = server.accept()) {
      client.send("plain ");
      upstream.await("plain ");
      client.end();
      upstream.awaitEnd();
      upstream.end();
      client.awaitEnd();
    }
    stage.awaitLog(mark, "deleted");
    assertThat(stage.said(mark))
        .contains("upstream closed by UNKNOWN", "done", "logged", "deleted")
        .anyMatch(line -> line.matches("downstream closed by (LOCAL|REMOTE), true"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "close now | ''",
        "throw now | onDownstreamData failed in context",
        "wait-fails now | proxy_http_call(nowhere): BAD_ARGUMENT",
      })
  void shouldCloseWhenThePluginWantsOrFails(String sent, String said) {
    int mark = stage.mark();
    try (TcpPeer client = stage.connect("data");
        TcpPeer upstream = server.accept()) {
      client.send(sent);
      assertThat(client.awaitEnd()).isEmpty();
      assertThat(upstream.awaitEnd()).isEmpty();
    }
    stage.awaitLog(mark, said);
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "close-upstream now | deleted",
        "wait-upstream now | the upstream's data cannot wait for a stage",
      })
  void shouldCloseWhenTheUpstreamAnswers(String sent, String said) {
    int mark = stage.mark();
    try (TcpPeer client = stage.connect("data");
        TcpPeer upstream = server.accept()) {
      client.send(sent);
      upstream.await(sent);
      upstream.send("answer");
      assertThat(client.awaitEnd()).isIn("", "answer");
      assertThat(upstream.awaitEnd()).isEqualTo(sent);
    }
    stage.awaitLog(mark, said);
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"close-at-once", "throw-at-once", "throw-at-create"})
  void shouldCloseWhenTheConnectionIsNotWanted(String listener) {
    int mark = stage.mark();
    try (TcpPeer client = stage.connect(listener)) {
      client.send("hello");
      assertThat(client.awaitEnd()).isEmpty();
    }
    if (listener.startsWith("throw")) {
      stage.awaitLog(mark, "IllegalStateException: no");
    }
    stage.assertVmsLive();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldConnectLaterWhenTheConnectionHasToWait() {
    int mark = stage.mark();
    CountDownLatch go = new CountDownLatch(1);
    stage
        .upstream()
        .on(
            "/slow",
            (request, response) -> {
              await(go);
              response.head(TestUpstream.head(200), true);
            });
    try (TcpPeer client = stage.connect("wait-at-once")) {
      stage.upstream().take("/slow");
      client.send("upper hello");
      go.countDown();
      try (TcpPeer upstream = server.accept()) {
        stage.awaitLog(mark, "allowed");
        assertThat(upstream.await("UPPER HELLO")).isEqualTo("UPPER HELLO");
      }
    }
  }
}
