package io.proxywasm.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.proxy.config.Address;
import io.proxywasm.proxy.config.LbEndpoint;
import io.proxywasm.proxy.config.Locality;
import io.proxywasm.proxy.config.Metadata;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointSetTest {
  private static Endpoint endpoint(int port, int weight) {
    return new Endpoint(
        new LbEndpoint(new Address("127.0.0.1", port), "", weight, Metadata.EMPTY),
        Locality.UNKNOWN,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        1);
  }

  private static String turns(EndpointSet set) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < set.turns(); i++) {
      text.append(set.at(i).address().getPort());
    }
    return text.toString();
  }

  @Test
  void shouldTakeEachInTurnWhenTheyWeighTheSame() {
    assertThat(turns(new EndpointSet(List.of(endpoint(1, 7), endpoint(2, 7), endpoint(3, 7)))))
        .isEqualTo("123");
  }

  @Test
  void shouldMixThemWhenSomeWeighMore() {
    assertThat(turns(new EndpointSet(List.of(endpoint(1, 3), endpoint(2, 1))))).isEqualTo("1121");
  }

  @Test
  void shouldStaySmallWhenWeightsAreLarge() {
    EndpointSet set =
        new EndpointSet(
            List.of(endpoint(1, Integer.MAX_VALUE), endpoint(2, Integer.MAX_VALUE - 2)));
    assertThat(set.turns()).isLessThan(5000);
  }

  @Test
  void shouldKeepAnEndpointWhenItIsFoundAgain() {
    Endpoint first = endpoint(1, 1);
    EndpointSet set = new EndpointSet(List.of(first, endpoint(2, 1)));
    assertThat(set.same(endpoint(1, 1))).isSameAs(first);
    Endpoint heavier = endpoint(1, 2);
    assertThat(set.same(heavier)).isSameAs(heavier);
  }
}
