package io.proxywasm.testkit;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.guest.Callback;
import org.junit.jupiter.api.Test;

class TcpTest {
  /** Changes what the client sends, holds back until a full stop, closes at "quit". */
  private static final HandMade PLUGIN =
      new HandMade()
          .on(Callback.ON_NEW_CONNECTION, (calls, arguments) -> calls.log(2, "connected"))
          .on(
              Callback.ON_DOWNSTREAM_DATA,
              (calls, arguments) -> {
                var unused = calls.getBufferBytes(2, 0, 100);
                String text = new String(calls.output().toByteArray(), UTF_8);
                if (text.contains("quit")) {
                  return calls.closeStream(2) + 1;
                }
                if (!text.endsWith(".")) {
                  return 1;
                }
                return calls.setBufferBytes(2, 0, text.length(), (text + "!").getBytes(UTF_8));
              })
          .on(
              Callback.ON_DOWNSTREAM_CONNECTION_CLOSE,
              (calls, arguments) -> calls.log(2, "closed by " + arguments[1]));

  @Test
  void shouldHoldBackAndChangeBytesWhenThePluginDoes() {
    try (TestProxy proxy = TestProxy.of(PLUGIN.plugin("tcp"), Mode.JAVA)) {
      TcpExchange connection = proxy.connect();
      assertThat(connection).isConnected();
      connection.send("hel");
      assertThat(connection).hasUpstreamText("");
      connection.send("lo.");
      assertThat(connection).hasUpstreamText("hello.!");
      connection.respond("yes");
      assertThat(connection).hasClientText("yes");
      connection.close();
      assertThat(proxy).said("connected", "closed by 2");
    }
  }

  @Test
  void shouldSeeTheCloseWhenThePluginClosesTheConnection() {
    try (TestProxy proxy = TestProxy.of(PLUGIN.plugin("tcp"), Mode.JAVA)) {
      TcpExchange connection = proxy.connect().send("quit");
      assertThat(connection).isClosedByPlugin().hasUpstreamText("");
      assertThat(proxy).said("closed by 1");
    }
  }
}
