package io.proxywasm.testkit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import io.proxywasm.testkit.junit.UnderTest;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(SharingPlugin.class)
class ChainTest {
  @UnderTest private TestPlugin plugin;
  @UnderTest private TestProxy.Builder builder;

  @Test
  void shouldPassPluginsInTheirOrderWhenThereAreMore() {
    TestProxy proxy =
        builder.plugins(TestPlugin.of(CalloutAuth.class), plugin, plugin.name("again")).build();
    HttpExchange exchange = proxy.send(HttpRequest.get("/").header("skip", "1"));
    assertThat(exchange)
        .upstream(request -> request.hasHeader("x-seen", "yes").hasHeaders("x-shared", "1", "2"))
        .hasHeader("x-auth", "done");
  }

  @Test
  void shouldShareDataButNoStaticsWhenPluginsAreInTwoVms() {
    TestProxy proxy =
        builder
            .plugins(
                plugin.vmId("vm").vmConfiguration("first"),
                plugin.vmId("vm").vmConfiguration("second"))
            .build();
    assertThat(proxy.send(HttpRequest.get("/")))
        .upstream(request -> request.hasHeaders("x-shared", "1", "2").hasHeaders("x-vm", "1", "1"));
    assertThat(proxy.trace()).anyMatch(line -> line.startsWith("vm2 proxy_on_request_headers"));
  }

  @Test
  void shouldShareNothingWhenVmIdsDiffer() {
    TestProxy proxy = builder.plugins(plugin.vmId("one"), plugin.vmId("two")).build();
    assertThat(proxy.send(HttpRequest.get("/")))
        .upstream(request -> request.hasHeaders("x-shared", "1", "1"));
  }

  @Test
  void shouldShareStaticsWhenPluginsAreInOneVm() {
    TestProxy proxy = builder.plugins(plugin, plugin.name("again")).build();
    assertThat(proxy.send(HttpRequest.get("/")))
        .upstream(request -> request.hasHeaders("x-vm", "1", "2"));
  }

  @Test
  void shouldBeginWithNewStaticsWhenAnotherProxyHasEnded(Mode mode) {
    for (int i = 0; i < 3; i++) {
      try (TestProxy proxy = TestProxy.of(plugin, mode)) {
        assertThat(proxy.send(HttpRequest.get("/"))).hasUpstreamHeader("x-vm", "1");
        assertThat(proxy.send(HttpRequest.get("/"))).hasUpstreamHeader("x-vm", "2");
      }
    }
  }

  @Test
  void shouldTellTheConsumerWhenAnotherVmFillsItsQueue() {
    HandMade consumer =
        new HandMade()
            .on(Callback.ON_CONFIGURE, (calls, arguments) -> calls.registerSharedQueue("jobs"))
            .on(
                Callback.ON_QUEUE_READY,
                (calls, arguments) -> {
                  var unused = calls.dequeueSharedQueue((Integer) arguments[1]);
                  return say(calls, "got " + new String(calls.output().toByteArray(), UTF_8));
                });
    HandMade producer =
        new HandMade()
            .on(
                Callback.ON_REQUEST_HEADERS,
                (calls, arguments) -> {
                  var unused = calls.resolveSharedQueue("vm", "jobs");
                  int queue = (int) calls.output().number();
                  return calls.enqueueSharedQueue(queue, "a job".getBytes(UTF_8));
                });
    try (TestProxy proxy =
        TestProxy.builder()
            .plugin(consumer.plugin("consumer").vmId("vm"))
            .plugin(producer.plugin("producer").vmId("other"))
            .build()) {
      assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
      assertThat(proxy).said("got a job");
    }
  }

  /** As in a proxy: the message waits until the callback that sends it has returned. */
  @Test
  void shouldTellTheConsumerWhenTheCallbackThatFillsItsQueueIsOver() {
    HandMade both =
        new HandMade()
            .on(Callback.ON_CONFIGURE, (calls, arguments) -> calls.registerSharedQueue("jobs"))
            .on(Callback.ON_QUEUE_READY, (calls, arguments) -> say(calls, "ready"))
            .on(Callback.ON_REQUEST_HEADERS, ChainTest::enqueue)
            .on(Callback.ON_RESPONSE_HEADERS, ChainTest::enqueue)
            .on(Callback.ON_LOG, ChainTest::enqueue);
    try (TestProxy proxy = TestProxy.builder().plugin(both.plugin("both").vmId("vm")).build()) {
      assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(200);
      assertThat(proxy.log().stream().map(LogLine::message))
          .containsExactly(
              "before", "after", "ready", "before", "after", "before", "after", "ready", "ready");
    }
  }

  private static int enqueue(Hostcalls calls, Object[] arguments) {
    say(calls, "before");
    var unused = calls.resolveSharedQueue("", "jobs");
    unused = calls.enqueueSharedQueue((int) calls.output().number(), "a job".getBytes(UTF_8));
    return say(calls, "after");
  }

  private static int say(Hostcalls calls, String text) {
    return calls.log(2, text);
  }
}
