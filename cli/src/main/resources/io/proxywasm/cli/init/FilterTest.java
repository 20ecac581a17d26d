package @PACKAGE@;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;

import io.proxywasm.testkit.HttpExchange;
import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.HttpResponse;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import org.junit.jupiter.api.Test;

/** Runs twice: with the classes on this JVM, and with the module that is made of them. */
@ProxyWasmTest(@CLASS@.class)
class @CLASS@Test {
  @Test
  void shouldGreetWhenAResponseComes(TestProxy proxy) {
    HttpExchange exchange = proxy.send(HttpRequest.get("/"), HttpResponse.of(200, "body"));
    assertThat(exchange).hasStatus(200).hasHeader("x-hello", "from @CLASS@").hasBody("body");
  }

  @Test
  void shouldLogThePathWhenARequestComes(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/some/path"))).reachedUpstream();
    assertThat(proxy).said("asked for /some/path");
  }
}
