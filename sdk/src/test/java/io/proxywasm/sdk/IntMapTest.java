package io.proxywasm.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntMapTest {
  @Test
  void shouldDoWhatTheMapOfTheJdkDoes() {
    Random random = new Random(5);
    IntMap<Integer> map = new IntMap<>();
    Map<Integer, Integer> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      int key = random.nextInt(400) * (random.nextBoolean() ? 1 : 16);
      if (random.nextInt(3) > 0) {
        map.put(key, i);
        expected.put(key, i);
      } else {
        map.remove(key);
        expected.remove(key);
      }
      assertThat(map.get(key)).isEqualTo(expected.get(key));
      assertThat(map.size()).isEqualTo(expected.size());
    }
    expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
  }
}
