package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class InterruptTest {
  private final FakeHost host = new FakeHost();
  private final AtomicReference<Guest> created = new AtomicReference<>();

  @AfterEach
  void clear() {
    Thread.interrupted();
  }

  /** A module whose tick tells the host that it runs, and then does something without an end. */
  private static ModuleBuilder endless(Code code) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int done = module.importFunction("env", "proxy_done", ">i");
    module.basics().global(0);
    module.function("proxy_on_log", "i>", Code.of());
    module.function(
        "proxy_on_tick", "i>", Code.of().call(done).drop().raw(toInts(code.toByteArray())));
    return module;
  }

  private static int[] toInts(byte[] bytes) {
    int[] ints = new int[bytes.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = bytes[i] & 0xff;
    }
    return ints;
  }

  private void run(Mode mode, ModuleBuilder module) {
    Thread running = Thread.currentThread();
    host.on(
        "done",
        arguments -> {
          new Thread(() -> guest().interrupt(running)).start();
          return 0;
        });
    created.set(mode.guest(module, host));
    assertThatThrownBy(() -> guest().onTick(1))
        .isInstanceOf(GuestException.class)
        .hasMessageStartingWith("Function: proxy_on_tick failed: interrupted");
    assertThat(running.isInterrupted()).isFalse();
  }

  private Guest guest() {
    return Objects.requireNonNull(created.get());
  }

  static Stream<Arguments> loops() {
    Code calls = Code.of().loop().i32(0).call(3).branch(0).end();
    return Stream.of(
            Code.of().forever(),
            // A loop that leaves by br_if, and by br_table.
            Code.of().loop().i32(1).raw(0x0d, 0).end(),
            Code.of().loop().i32(0).raw(0x0e, 1, 0, 0).end(),
            // Calls of another function, over and over.
            calls,
            // memory.fill, again and again.
            Code.of().loop().i32(0).i32(1).i32(65536).raw(0xfc, 0x0b, 0).branch(0).end(),
            // try_table with a loop inside.
            Code.of().raw(0x1f, 0x40, 0).forever().end())
        .flatMap(code -> Stream.of(Mode.values()).map(mode -> Arguments.of(mode, code)));
  }

  @ParameterizedTest
  @MethodSource("loops")
  void shouldStopALoop(Mode mode, Code code) {
    run(mode, endless(code));
  }

  @Test
  void shouldStopALoopInAFunctionThatIsTooLargeForAJavaMethod() {
    Code large = Code.of();
    for (int i = 0; i < 20_000; i++) {
      large.global(0).i32(i).add().setGlobal(0);
    }
    byte[] module = endless(large.forever()).build();
    CompiledModule compiled = ModuleCompiler.compile(PluginModule.read(module));
    assertThat(compiled.skeleton().length)
        .as("the body is still there")
        .isGreaterThan(module.length / 2);
    run(Mode.COMPILED, endless(large));
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotStopTheNextCall(Mode mode) {
    run(mode, endless(Code.of().forever()));
    guest().onLog(1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldForgetAnInterruptThatCameTooLate(Mode mode) {
    Guest last = mode.guest(endless(Code.of()), host);
    host.on(
        "done",
        arguments -> {
          last.interrupt(Thread.currentThread());
          return 0;
        });
    try {
      last.onTick(1);
    } catch (GuestException e) {
      assertThat(e).hasMessageContaining("interrupted");
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopAtOnceWhenTheInterruptCameBeforeTheCall(Mode mode) {
    Guest early = mode.guest(endless(Code.of().forever()), host);
    early.interrupt(Thread.currentThread());
    assertThatThrownBy(() -> early.onTick(1)).hasMessageContaining("interrupted");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotBeStoppedByAnInterruptOfSomebodyElse(Mode mode) {
    Guest other = mode.guest(endless(Code.of().loop().end()), host);
    Thread.currentThread().interrupt();
    other.onTick(1);
    assertThat(host.calls()).containsExactly("done()");
    assertThat(Thread.interrupted()).isTrue();
  }
}
