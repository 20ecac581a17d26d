package io.proxywasm.sdk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of values and failures; how streams wait for stages is tested on the hosts. */
class StageTest {
  private static final int PLUGIN = 1;
  private static final int STREAM = 2;

  private final List<String> seen = new ArrayList<>();
  private final PluginContext plugin = new PluginContext() {};
  private long now;
  private int period;

  @BeforeEach
  void start() {
    Host.connect(
        (Hostcalls)
            Proxy.newProxyInstance(
                Hostcalls.class.getClassLoader(),
                new Class<?>[] {Hostcalls.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("monotonicNanoseconds")) {
                    return now;
                  }
                  if (method.getName().equals("setTickPeriod")) {
                    period = (Integer) arguments[0];
                  } else if (method.getName().equals("log")) {
                    seen.add("logged " + arguments[1].toString().lines().findFirst().orElse(""));
                  } else {
                    assertThat(method.getName()).isEqualTo("setEffectiveContext");
                  }
                  return null;
                }));
    plugin.attach(PLUGIN);
    Contexts.ALL.put(PLUGIN, plugin);
    Contexts.current = PLUGIN;
  }

  private <T extends @Nullable Object> void watch(Stage<T> stage) {
    Stage<T> unused =
        stage
            .onSuccess(value -> seen.add("value " + value))
            .onFailure(failure -> seen.add("failure " + failure.getMessage()));
  }

  private static IllegalStateException broken(String text) {
    return new IllegalStateException(text);
  }

  private void tickAfter(int milliseconds) {
    now += milliseconds * 1_000_000L;
    Ticker ticker = Contexts.ticker;
    if (ticker != null) {
      boolean unused = ticker.tick(plugin);
    }
  }

  @Test
  void shouldTellLateListenersToo() {
    Promise<String> promise = new Promise<>();
    watch(promise.stage().map(text -> text + "!"));
    promise.complete("a");
    promise.complete("b");
    promise.fail(broken("too late"));
    watch(promise.stage().then(text -> Stage.of(text + "?")));
    assertThat(seen).containsExactly("value a!", "value a?");
    assertThat(promise.stage().isOver()).isTrue();
  }

  @Test
  void shouldReachOnFailureWhenAFunctionThrows() {
    Promise<String> promise = new Promise<>();
    Stage<String> stage = promise.stage();
    watch(
        stage.map(
            text -> {
              throw broken("map");
            }));
    watch(
        stage.then(
            text -> {
              throw broken("then");
            }));
    watch(
        stage.onSuccess(
            text -> {
              throw broken("onSuccess");
            }));
    Stage<String> failed = Stage.failed(broken("first"));
    watch(
        failed.recover(
            failure -> {
              throw broken("recover after " + failure.getMessage());
            }));
    watch(
        failed.recoverWith(
            failure -> {
              throw broken("recoverWith after " + failure.getMessage());
            }));
    watch(
        failed.onFailure(
            failure -> {
              throw broken("onFailure after " + failure.getMessage());
            }));
    promise.complete("a");
    assertThat(seen)
        .containsExactly(
            "failure recover after first",
            "failure recoverWith after first",
            "failure onFailure after first",
            "failure map",
            "failure then",
            "failure onSuccess");
  }

  @Test
  void shouldNotCallFunctionsOfTheOtherKind() {
    watch(Stage.of("a").recover(failure -> "never").recoverWith(failure -> Stage.of("never")));
    watch(
        Stage.<String>failed(broken("b"))
            .map(text -> "never")
            .then(text -> Stage.of("never"))
            .onSuccess(text -> seen.add("never")));
    assertThat(seen).containsExactly("value a", "failure b");
  }

  @Test
  void shouldGoOnWhenItRecovers() {
    watch(
        Stage.<String>failed(broken("b")).recover(failure -> "instead of " + failure.getMessage()));
    watch(Stage.<String>failed(broken("c")).recoverWith(failure -> Stage.of("instead")));
    watch(Stage.<String>failed(broken("d")).recoverWith(failure -> Stage.failed(broken("e"))));
    assertThat(seen).containsExactly("value instead of b", "value instead", "failure e");
  }

  @Test
  void shouldHaveAllValuesInTheirOrderWhenAllAreThere() {
    Promise<String> first = new Promise<>();
    Promise<String> second = new Promise<>();
    watch(Stage.all(first.stage(), Stage.of("0"), second.stage()));
    second.complete("2");
    assertThat(seen).isEmpty();
    first.complete("1");
    watch(Stage.all());
    watch(first.stage().with(second.stage(), (a, b) -> a + b));
    assertThat(seen).containsExactly("value [1, 0, 2]", "value []", "value 12");
  }

  @Test
  void shouldFailAtOnceWhenOneOfAllFails() {
    Promise<String> first = new Promise<>();
    Promise<String> second = new Promise<>();
    watch(Stage.all(first.stage(), second.stage()));
    second.fail(broken("second"));
    assertThat(seen).containsExactly("failure second");
    first.fail(broken("first"));
    assertThat(seen).hasSize(1);
  }

  @Test
  void shouldHaveTheFirstValueWhenAnyIsThere() {
    Promise<String> first = new Promise<>();
    Promise<String> second = new Promise<>();
    Promise<String> third = new Promise<>();
    watch(Stage.any(first.stage(), second.stage(), third.stage()));
    first.fail(broken("first"));
    assertThat(seen).isEmpty();
    third.complete("3");
    second.complete("2");
    assertThat(seen).containsExactly("value 3");
  }

  @Test
  void shouldFailWhenNoneOfAnyIsLeft() {
    Promise<String> first = new Promise<>();
    Promise<String> second = new Promise<>();
    watch(Stage.any(first.stage(), second.stage()));
    watch(Stage.any());
    second.fail(broken("second"));
    first.fail(broken("first"));
    assertThat(seen).containsExactly("failure any of no stages", "failure first");
  }

  @Test
  void shouldFailWhenTheTimeIsOver() {
    Promise<String> promise = new Promise<>();
    watch(promise.stage().timeoutMillis(50));
    assertThat(period).isEqualTo(50);
    tickAfter(49);
    assertThat(seen).isEmpty();
    assertThat(period).isEqualTo(1);
    tickAfter(1);
    promise.complete("late");
    assertThat(seen).containsExactly("failure nothing came in 50 ms");
    assertThat(period).isZero();
    watch(Stage.of("at once").timeoutMillis(0));
    assertThatThrownBy(() -> new Promise<String>().stage().timeoutMillis(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldCompleteWhenADelayIsOver() {
    watch(Stage.delayMillis(10));
    watch(Stage.delayMillis(30).map(nothing -> "second"));
    tickAfter(10);
    assertThat(seen).containsExactly("value null");
    tickAfter(20);
    assertThat(seen).containsExactly("value null", "value second");
    assertThat(period).isZero();
  }

  @Test
  void shouldKeepNoTimerWhenTheValueCameInTime() {
    for (int i = 0; i < 1_000; i++) {
      Promise<String> promise = new Promise<>();
      Stage<String> unused = promise.stage().timeoutMillis(60_000);
      promise.complete("in time");
    }
    assertThat(Timers.pending()).isEqualTo(1);
    tickAfter(60_000);
    assertThat(Timers.pending()).isZero();
    assertThat(period).isZero();
  }

  @Test
  void shouldFailWithStreamGoneWhenTheStreamIsOver() {
    HttpContext stream = new HttpContext() {};
    stream.attach(STREAM, plugin);
    Contexts.ALL.put(STREAM, stream);
    Promise<String> promise = new Promise<>();
    Stage<String> ofStream =
        stream.call(() -> promise.stage().onSuccess(text -> seen.add("never " + text)));
    watch(ofStream.recover(failure -> failure.getClass().getSimpleName()));
    Contexts.ALL.remove(STREAM);
    promise.complete("a");
    assertThat(seen).containsExactly("value StreamGoneException");
    assertThat(Contexts.current).isEqualTo(PLUGIN);
  }

  @Test
  void shouldLogAtTheEndOfTheCallbackWhenNobodyHandlesTheFailure() {
    Stage<String> handled = Stage.failed(broken("handled"));
    watch(handled);
    Stage<String> unused = Stage.<String>failed(broken("lost")).map(text -> text);
    EndOfCallback end = requireNonNull(Contexts.endOfCallback);
    end.runAll();
    end.runAll();
    assertThat(seen).hasSize(2).first().isEqualTo("failure handled");
    assertThat(seen.get(1))
        .startsWith("logged a stage that nobody waits for failed in context 1:")
        .endsWith("IllegalStateException: lost");
  }
}
