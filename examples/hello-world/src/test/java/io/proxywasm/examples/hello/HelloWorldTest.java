package io.proxywasm.examples.hello;

import static io.proxywasm.testkit.assertj.ProxyWasmAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.testkit.HttpRequest;
import io.proxywasm.testkit.TestProxy;
import io.proxywasm.testkit.junit.ProxyWasmTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@ProxyWasmTest(HelloWorld.class)
class HelloWorldTest {
  @Test
  void shouldSayHelloWhenItStarts(TestProxy proxy) {
    assertThat(proxy).said("hello from Java");
  }

  @Test
  void shouldTickEverySecondWhenTimePasses(TestProxy proxy) {
    proxy.advance(Duration.ofSeconds(1));
    assertThat(proxy).said("tick 1").neverSaid("tick 2");
    proxy.advance(Duration.ofSeconds(2));
    assertThat(proxy).said("tick 1", "tick 2", "tick 3");
  }

  @Test
  void shouldSayTheTimeAndARandomNumberWhenItTicks(TestProxy proxy) {
    proxy.advance(Duration.ofSeconds(2));
    Set<String> times = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    Pattern pattern = Pattern.compile("It's (\\d+): random value: (-?\\d+)");
    for (String line : proxy.said()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        times.add(matcher.group(1));
        numbers.add(matcher.group(2));
      }
    }
    assertThat(times).hasSize(2);
    assertThat(numbers).hasSize(2);
  }

  @Test
  void shouldSayThePathWhenARequestComes(TestProxy proxy) {
    assertThat(proxy.send(HttpRequest.get("/some/path?q=1"))).hasStatus(200).reachedUpstream();
    assertThat(proxy).said("hello /some/path?q=1");
  }
}
