package io.proxywasm.examples.foreign;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.Status;
import io.proxywasm.host.ForeignFunction;
import io.proxywasm.testkit.MistakeKind;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(ForeignCallOnTick.class)
class ForeignCallOnTickTest {
  private static final Duration TICK = Duration.ofMillis(100);

  @Test
  void shouldCallTheFunctionWhenItTicks(TestProxy.Builder builder) {
    TestProxy proxy =
        builder
            .foreignFunction("compress", (caller, text) -> ForeignFunction.Result.ok(text))
            .build();
    assertThat(proxy).said("set tick period milliseconds: 100");
    for (int i = 1; i <= 10; i++) {
      proxy.advance(TICK);
      assertThat(proxy)
          .said("foreign function (compress) called: " + i + ", result: 68656c6c6f20776f726c6421");
    }
  }

  @Test
  void shouldCompressWhenTheProxyItselfDoesIt(TestProxy proxy) {
    proxy.advance(TICK);
    assertThat(proxy).hasLogged(LogLevel.INFO, "called: 1, result: 78");
  }

  @Test
  void shouldGoOnWhenTheProxyRefuses(TestProxy.Builder builder) {
    TestProxy proxy =
        builder
            .foreignFunction(
                "compress", (caller, text) -> ForeignFunction.Result.failed(Status.NOT_FOUND))
            .build();
    proxy.advance(TICK);
    proxy.advance(TICK);
    assertThat(proxy).hasMistake(MistakeKind.EXCEPTION, "NOT_FOUND");
  }
}
