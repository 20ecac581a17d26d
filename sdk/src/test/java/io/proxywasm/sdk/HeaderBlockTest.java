package io.proxywasm.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.HeaderPairs;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderBlockTest {
  private static HeaderPairs.Pair pair(String name, String value) {
    return new HeaderPairs.Pair(name.getBytes(UTF_8), value.getBytes(UTF_8));
  }

  @Test
  void shouldReadHeadersInAnyOrder() {
    byte[] pairs = HeaderPairs.encode(List.of(pair("a", "1"), pair("bb", ""), pair("a", "333")));
    HeaderBlock block = new HeaderBlock(Bytes.of(pairs));
    assertThat(block.size()).isEqualTo(3);
    assertThat(block.value(2).utf8()).isEqualTo("333");
    assertThat(block.name(0).utf8()).isEqualTo("a");
    assertThat(block.value(0).utf8()).isEqualTo("1");
    assertThat(block.name(1).utf8()).isEqualTo("bb");
    assertThat(block.value(1).isEmpty()).isTrue();
  }

  @Test
  void shouldReadAnEmptyMap() {
    assertThat(new HeaderBlock(Bytes.empty()).size()).isZero();
  }
}
