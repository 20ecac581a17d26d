package io.proxywasm.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other VMs do between a read and a write is neither lost nor overwritten. */
class SharedDataTest {
  private static final Bytes ONE = Bytes.of("one".getBytes(UTF_8));
  private static final Bytes TWO = Bytes.of("two".getBytes(UTF_8));

  private final Map<String, SharedValue> data = new HashMap<>();

  /** What other VMs do before the next writes, in this order. */
  private final Queue<Runnable> others = new ArrayDeque<>();

  private int cas;

  @BeforeEach
  void connect() {
    Callbacks.connect(
        (Hostcalls)
            Proxy.newProxyInstance(
                Hostcalls.class.getClassLoader(),
                new Class<?>[] {Hostcalls.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "sharedData" -> data.get((String) arguments[0]);
                      case "setSharedData" ->
                          write((String) arguments[0], (Bytes) arguments[1], (int) arguments[2]);
                      default -> throw new AssertionError(method + " is called");
                    }));
  }

  private boolean write(String key, Bytes value, int expected) {
    Runnable other = others.poll();
    if (other != null) {
      other.run();
    }
    SharedValue old = data.get(key);
    if (old != null && expected != 0 && expected != old.cas()) {
      return false;
    }
    put(key, value);
    return true;
  }

  private void put(String key, Bytes value) {
    data.put(key, new SharedValue(value, ++cas));
  }

  private static @Nullable String get(String key) {
    SharedValue value = SharedData.get(key);
    return value == null ? null : value.data().utf8();
  }

  @Test
  void shouldMakeNoKeyWhenThereIsNothingToRemove() {
    assertThat(SharedData.remove("k")).isFalse();
    assertThat(SharedData.update("k", old -> Bytes.empty())).matches(Bytes::isEmpty);
    assertThat(data).isEmpty();
  }

  @Test
  void shouldBeAbsentWhenItWasRemoved() {
    SharedData.set("k", ONE);
    assertThat(SharedData.remove("k")).isTrue();
    assertThat(SharedData.remove("k")).isFalse();
    assertThat(get("k")).isNull();
    assertThat(SharedData.setIfAbsent("k", TWO)).isTrue();
    assertThat(SharedData.setIfAbsent("k", ONE)).isFalse();
    assertThat(get("k")).isEqualTo("two");
  }

  @Test
  void shouldRemoveWhatAnotherWroteMeanwhile() {
    SharedData.set("k", ONE);
    others.add(() -> put("k", TWO));
    assertThat(SharedData.remove("k")).isTrue();
    assertThat(get("k")).isNull();
  }

  @Test
  void shouldRemoveNothingWhenAnotherRemovedItMeanwhile() {
    SharedData.set("k", ONE);
    others.add(() -> put("k", Bytes.empty()));
    assertThat(SharedData.remove("k")).isFalse();
  }

  @Test
  void shouldMakeNothingWhenAnotherMadeItMeanwhile() {
    others.add(() -> put("k", TWO));
    assertThat(SharedData.setIfAbsent("k", ONE)).isFalse();
    put("k", Bytes.empty());
    // Between the write that found the key and the one in the place of the empty value.
    others.add(() -> {});
    others.add(() -> put("k", TWO));
    assertThat(SharedData.setIfAbsent("k", ONE)).isFalse();
    assertThat(get("k")).isEqualTo("two");
  }

  @Test
  void shouldMakeItWhenAnotherRemovedItMeanwhile() {
    put("k", ONE);
    others.add(() -> put("k", Bytes.empty()));
    assertThat(SharedData.setIfAbsent("k", TWO)).isTrue();
    assertThat(get("k")).isEqualTo("two");
  }

  @Test
  void shouldNotWriteWhenTheValueWasRemovedAndMadeAgain() {
    SharedData.set("k", ONE);
    SharedValue read = SharedData.get("k");
    requireNonNull(read);
    SharedData.remove("k");
    assertThat(SharedData.compareAndSet("k", TWO, read.cas())).isFalse();
    SharedData.setIfAbsent("k", ONE);
    assertThat(SharedData.compareAndSet("k", TWO, read.cas())).isFalse();
    assertThat(get("k")).isEqualTo("one");
  }

  @Test
  void shouldUpdateFromNothingWhenItWasRemoved() {
    SharedData.set("k", ONE);
    List<@Nullable Bytes> seen = new ArrayList<>();
    others.add(() -> put("k", Bytes.empty()));
    SharedData.update(
        "k",
        old -> {
          seen.add(old);
          return TWO;
        });
    assertThat(seen).containsExactly(ONE, null);
    assertThat(get("k")).isEqualTo("two");
  }

  @Test
  void shouldRemoveWhenAnUpdateGivesNothing() {
    SharedData.set("k", ONE);
    assertThat(SharedData.update("k", old -> Bytes.empty())).matches(Bytes::isEmpty);
    assertThat(get("k")).isNull();
  }

  @Test
  void shouldRefuseAnEmptyValueWhenItIsToBeMade() {
    assertThatThrownBy(() -> SharedData.setIfAbsent("k", Bytes.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an empty shared value is none");
  }
}
