package io.proxywasm.e2e;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.plugins.QueuePlugins;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** Queues between plugins, and several plugins in one module. */
class QueueIT extends OnEachHostAndAsJava {
  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage =
        Stage.on(host)
            .listener("sender", plugin("sender", "sender").build())
            .listener("receiver", plugin("receiver", "receiver").build())
            .start();
  }

  private static EnvoyPlugin.Builder plugin(String name, String rootId) {
    return EnvoyPlugin.builder(name, TestPlugin.code(QueuePlugins.class))
        .rootId(rootId)
        .vmId(rootId.equals("receiver") ? QueuePlugins.RECEIVER_VM : name);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  private static Message send(String name, String message) {
    return stage.send(
        Protocol.HTTP_1,
        "sender",
        Request.get(Protocol.HTTP_1.path(name)).header("case", name).header("message", message));
  }

  private static String result(String name, String message) {
    assertThat(send(name, message).status()).describedAs(() -> "" + stage.said(0)).isEqualTo(200);
    return requireNonNullElse(
        stage.upstream().take(Protocol.HTTP_1.path(name)).awaitEnd().header("result"), "");
  }

  @Test
  void shouldReceiveInAnotherVmWhenOneSends() {
    int mark = stage.mark();
    assertThat(result("send", "hello \u00e4")).isEqualTo("true");
    stage.awaitLog(mark, "received hello \u00e4 true");
    stage.awaitLog(mark, "received bytes true");
    assertThat(stage.lines(mark))
        .filteredOn(line -> line.text().startsWith("received"))
        .allMatch(line -> line.source().contains("receiver"));
  }

  @Test
  void shouldWaitForACalloutWhenAMessageAsksForOne() {
    int mark = stage.mark();
    assertThat(result("send", "ask1")).isEqualTo("true");
    stage.awaitLog(mark, "ask1 got 200");
  }

  @Test
  void shouldGoOnWhenAMessageMakesTheReceiverThrow() {
    int mark = stage.mark();
    assertThat(result("send", "throw")).isEqualTo("true");
    assertThat(stage.awaitLog(mark, "onQueueReady failed")).contains("thrown by a message");
    assertThat(result("send", "after")).isEqualTo("true");
    stage.awaitLog(mark, "received after");
    stage.assertVmsLive();
  }

  @Test
  void shouldFindNoQueueWhenNobodyRegisteredIt() {
    assertThat(result("missing", "")).isEqualTo("null null");
  }

  @Test
  void shouldThrowWhenTheQueueHasGone() {
    assumeTrue(host != HostKind.PROXY_JAVA, "a reload makes plugins anew that run as Java");
    EnvoyPlugin.Builder receiver = plugin("gone", "receiver").vmId("gone");
    try (Stage own =
        Stage.on(host).listener("sender", plugin("sender", "sender").build()).start()) {
      assertThat(own.add(receiver.build())).isEmpty();
      Request keep = Request.get("/h1/keep").header("case", "keep").header("message", "gone");
      assertThat(own.send(Protocol.HTTP_1, "sender", keep).status()).isEqualTo(200);
      assertThat(own.upstream().take("/h1/keep").awaitEnd().header("result")).isEqualTo("there");
      assertThat(own.add(plugin("other", "sender").build())).isEmpty();
      Request enqueue = Request.get("/direct").header("case", "use").header("message", "enqueue");
      own.await("failure", () -> own.send(Protocol.HTTP_1, "sender", enqueue).status() == 500);
      int mark = own.mark();
      Request dequeue = Request.get("/direct").header("case", "use").header("message", "dequeue");
      assertThat(own.send(Protocol.HTTP_1, "sender", dequeue).status()).isEqualTo(500);
      assertThat(own.awaitLog(mark, "onRequestHeaders failed"))
          .contains("HostcallException: proxy_dequeue_shared_queue(")
          .contains("NOT_FOUND");
      mark = own.mark();
      assertThat(own.send(Protocol.HTTP_1, "sender", enqueue).status()).isEqualTo(500);
      assertThat(own.awaitLog(mark, "onRequestHeaders failed"))
          .contains("HostcallException: proxy_enqueue_shared_queue(")
          .contains("NOT_FOUND");
    }
  }

  @Test
  void shouldTakeOutInOrderWhenItIsItsOwn() {
    assertThat(result("own", "")).isEqualTo("null <> second \u00e4 null true");
  }

  @Test
  void shouldTellTheReceiverWhenTheCallbackThatSendsHasReturned() {
    int mark = stage.mark();
    assertThat(send("self", "to myself").status()).isEqualTo(200);
    stage.awaitLog(mark, "ready");
    assertThat(stage.said(mark)).containsExactly("before", "after", "ready to myself");
    // The receiver is on the same worker: it consumes, as it has registered after the main thread.
    mark = stage.mark();
    assertThat(send("self", "first").status()).isEqualTo(200);
    assertThat(result("send", "second")).isEqualTo("true");
    stage.awaitLog(mark, "received bytes");
    assertThat(stage.said(mark))
        .containsExactly(
            "before", "after", "ready first", "received second true", "received bytes true");
  }

  @Test
  void shouldStillReceiveWhenAPluginThatRegisteredIsRefused() {
    assertThat(stage.refusal(plugin("refused", "receiver").configuration("refuse").build()))
        .isNotEmpty();
    int mark = stage.mark();
    assertThat(result("send", "still")).isEqualTo("true");
    stage.awaitLog(mark, "received still true");
  }

  /**
   * The refused plugin has a VM of its own with the vm_id of the receiver. In Envoy it stays the
   * consumer although it is gone: messages wait until another VM registers and one more comes.
   */
  @Test
  void shouldLoseNoMessageWhenAVmThatRegisteredIsRefused() {
    try (Stage own =
        Stage.on(host)
            .listener("sender", plugin("sender", "sender").build())
            .listener("receiver", plugin("receiver", "receiver").build())
            .start()) {
      EnvoyPlugin.Builder refused =
          plugin("refused", "receiver").vmConfiguration(EnvoyValue.text("of the refused"));
      assertThat(own.refusal(refused.configuration("refuse").build())).isNotEmpty();
      int mark = own.mark();
      Request kept = Request.get("/direct").header("case", "send").header("message", "kept");
      assertThat(own.send(Protocol.HTTP_1, "sender", kept).status()).isEqualTo(200);
      if (host == HostKind.ENVOY) {
        EnvoyPlugin.Builder next =
            plugin("next", "receiver").vmConfiguration(EnvoyValue.text("of the next"));
        assertThat(own.add(next.configuration(" by the next").build())).isEmpty();
        assertThat(own.said(mark)).isEmpty();
        assertThat(own.send(Protocol.HTTP_1, "sender", kept).status()).isEqualTo(200);
        own.awaitLog(mark, "received kept true by the next"::equals);
      } else {
        own.awaitLog(mark, "received kept true"::equals);
      }
    }
  }

  @Test
  void shouldRefuseWhenTheModuleHasNoSuchPlugin() {
    try (Stage own = Stage.on(host).listener("own", plugin("own", "sender").build()).start()) {
      int mark = own.mark();
      assertThat(own.refusal(plugin("unknown", "other").build())).isNotEmpty();
      assertThat(own.awaitLog(mark, "createPluginContext failed"))
          .contains("no plugin has the root_id \"other\"; there are [receiver, sender]");
    }
  }
}
