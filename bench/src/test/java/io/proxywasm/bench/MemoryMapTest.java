package io.proxywasm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryMapTest {

  @Test
  void shouldCountWritableMappingsBeforeAGuard() {
    List<String> lines =
        List.of(
            "10000000-10001000 rw-p 00000000 00:00 0 [heap]",
            "200000000-200020000 rw-p 00000000 00:00 0 ",
            "200020000-400000000 ---p 00000000 00:00 0 ",
            "500000000-500010000 rw-p 00000000 00:00 0 ",
            "500010000-500011000 ---p 00000000 00:00 0 ");

    assertThat(MemoryMap.linearKib(lines)).isEqualTo(128);
  }
}
