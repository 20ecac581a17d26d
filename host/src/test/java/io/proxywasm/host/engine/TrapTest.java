package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrapTest {
  private static final String RUNTIME = "Uncaught RuntimeError: ";

  private final FakeHost host = new FakeHost();

  /** Types: 0 is an array of i32 that can change, 1 is an empty struct, 2 is {@code () -> ()}. */
  private static ModuleBuilder module() {
    ModuleBuilder module = ModuleBuilder.plugin();
    module.rawType(new byte[] {0x5e, 0x7f, 1});
    module.rawType(new byte[] {0x5f, 0});
    module.type(">");
    return module.basics().table(2, 2).tag(2);
  }

  static Stream<Arguments> traps() {
    return Stream.of(
            trap("unreachable", Code.of().unreachable()),
            trap("divide by zero", Code.of().i32(1).i32(0).raw(0x6d).drop()),
            trap("divide by zero", Code.of().i64(1).i64(0).raw(0x82).drop()),
            trap(
                "divide result unrepresentable",
                Code.of().i32(Integer.MIN_VALUE).i32(-1).raw(0x6d).drop()),
            trap(
                "float unrepresentable in integer range",
                Code.of().raw(0x43, 0, 0, 0xc0, 0x7f, 0xa8).drop()),
            trap(
                "float unrepresentable in integer range",
                Code.of().raw(0x43, 0, 0, 0x80, 0x7f, 0xa8).drop()),
            trap("memory access out of bounds", Code.of().i32(65533).loadInt(0).drop()),
            trap("memory access out of bounds", Code.of().i32(-1).loadInt(0).drop()),
            trap("memory access out of bounds", Code.of().i32(65536).raw(0x2d, 0, 0).drop()),
            trap("memory access out of bounds", Code.of().i32(65529).i64(1).raw(0x37, 0, 0)),
            trap(
                "memory access out of bounds", // memory.fill
                Code.of().i32(1).i32(0).i32(65536).raw(0xfc, 0x0b, 0)),
            trap(
                "memory access out of bounds", // memory.copy
                Code.of().i32(0).i32(1).i32(-1).raw(0xfc, 0x0a, 0, 0)),
            trap("table index is out of bounds", Code.of().i32(2).raw(0x11, 2, 0)),
            trap("null function or function signature mismatch", Code.of().i32(0).raw(0x11, 2, 0)),
            trap(
                "array element access out of bounds",
                Code.of().i32(1).raw(0xfb, 7, 0).i32(1).raw(0xfb, 0x0b, 0).drop()),
            trap(
                "dereferencing a null pointer",
                Code.of().raw(0xd0, 0).i32(1).raw(0xfb, 0x0b, 0).drop()),
            trap("illegal cast", Code.of().raw(0xfb, 1, 1).raw(0xfb, 0x16, 0).drop()),
            trap("requested new array is too large", Code.of().i32(-1).raw(0xfb, 7, 0).drop()),
            trap("an exception that nobody caught (tag 0)", Code.of().raw(0x08, 0)))
        .flatMap(
            trap -> Stream.of(Mode.values()).map(mode -> Arguments.of(mode, trap[0], trap[1])));
  }

  private static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  private static Object[] trap(String words, Code code) {
    return new Object[] {words, code};
  }

  @ParameterizedTest
  @MethodSource("traps")
  void shouldSayWhatHappened(Mode mode, String words, Code code) {
    ModuleBuilder module = module();
    module.function("proxy_on_tick", "i>", code);
    Guest guest = mode.guest(module, host);
    assertThatThrownBy(() -> guest.onTick(1))
        .isInstanceOf(GuestException.class)
        .hasMessageStartingWith("Function: proxy_on_tick failed: " + RUNTIME + words);
  }

  @Test
  void shouldShowTheNamesOfFunctions() {
    ModuleBuilder module = ModuleBuilder.plugin().basics();
    int inner = module.function(">", Code.of().unreachable());
    int middle = module.function(">", Code.of().call(inner));
    int outer = module.function("proxy_on_tick", "i>", Code.of().call(middle));
    module.name(inner, "panic").name(outer, "proxy_on_tick");
    Guest guest = Mode.COMPILED.guest(module, host);
    byte[] bytes = module.build();
    assertThatThrownBy(() -> guest.onTick(1))
        .hasMessageMatching(
            "Function: proxy_on_tick failed: Uncaught RuntimeError: unreachable\n"
                + "Proxy-Wasm plugin in-VM backtrace:\n"
                + "  0:  0x[0-9a-f]+ - panic\n"
                + "  1:  0x[0-9a-f]+ - unknown\\(function index:3\\)\n"
                + "  2:  0x[0-9a-f]+ - proxy_on_tick")
        .satisfies(
            e -> {
              String line = message(e).lines().skip(2).findFirst().orElseThrow();
              int offset = Integer.parseInt(line.substring(8, line.indexOf(" - ")), 16);
              assertThat(List.of(bytes[offset - 1], bytes[offset], bytes[offset + 1]))
                  .as("size, locals, unreachable")
                  .containsExactly((byte) 3, (byte) 0, (byte) 0);
            });
  }

  @Test
  void shouldShowIndicesWhenTheNamesAreDamaged() {
    ModuleBuilder module = ModuleBuilder.plugin().basics();
    module.function("proxy_on_tick", "i>", Code.of().unreachable());
    byte[] whole = module.build();
    byte[] damaged = {0, 7, 4, 'n', 'a', 'm', 'e', 1, 5};
    byte[] bytes = Arrays.copyOf(whole, whole.length + damaged.length);
    System.arraycopy(damaged, 0, bytes, whole.length, damaged.length);
    Guest guest =
        Mode.COMPILED.engine().load(bytes).newGuest(host.hostcalls(), GuestOptions.defaults());
    assertThatThrownBy(() -> guest.onTick(1))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("unknown(function index:2)");
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopEndlessRecursion(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin().basics();
    int next = 2;
    module.function("proxy_on_tick", "i>", Code.of().local(0).call(next));
    Guest guest = mode.guest(module, host);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> guest.onTick(1))
          .isInstanceOf(GuestException.class)
          .hasMessageStartingWith(
              "Function: proxy_on_tick failed:"
                  + " Uncaught RangeError: Maximum call stack size exceeded")
          .satisfies(e -> assertThat(message(e).lines().count()).isLessThanOrEqualTo(22));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldBlameTheHostWhenAHostcallThrows(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int done = module.importFunction("env", "proxy_done", ">i");
    module.basics().function("proxy_on_tick", "i>", Code.of().call(done).drop());
    host.on(
        "done",
        arguments -> {
          throw new IndexOutOfBoundsException("oops");
        });
    Guest guest = mode.guest(module, host);
    assertThatThrownBy(() -> guest.onTick(1))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("the host's hostcall failed: ")
        .hasMessageContaining("oops");
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotLetTheGuestCatchWhatTheHostThrows(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int call = module.importFunction("env", "proxy_set_effective_context", "i>i");
    module.basics();
    // try_table (catch_all 0) ... end
    module.function(
        "_initialize",
        ">",
        Code.of().raw(0x02, 0x40, 0x1f, 0x40, 1, 2, 0).i32(1).call(call).drop().end().end());
    Guest guest = mode.guest(module, host);
    assertThatThrownBy(guest::start)
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("restricted_callback");
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotGrowMemoryBeyondTheLimit(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin().basics();
    module.function(
        "proxy_on_request_trailers", "ii>i", Code.of().local(1).raw(0x40, 0)); // memory.grow
    module.function("proxy_on_response_trailers", "ii>i", Code.of().raw(0x3f, 0)); // memory.size
    Guest guest =
        mode.guest(module, host, new GuestOptions(Map.of(), name -> true, 10 * 65536 + 100));
    assertThat(guest.memoryBytes()).isEqualTo(65536);
    assertThat(guest.onRequestTrailers(1, 4)).isEqualTo(1);
    assertThat(guest.onRequestTrailers(1, 0)).isEqualTo(5);
    assertThat(guest.onRequestTrailers(1, 6)).isEqualTo(-1);
    assertThat(guest.onRequestTrailers(1, -1)).isEqualTo(-1);
    assertThat(guest.onRequestTrailers(1, 5)).isEqualTo(5);
    assertThat(guest.onRequestTrailers(1, 1)).isEqualTo(-1);
    assertThat(guest.onResponseTrailers(1, 0)).isEqualTo(10);
    assertThat(guest.memoryBytes()).isEqualTo(655360);
    guest.close();
    assertThat(guest.memoryBytes()).isZero();
  }

  @Test
  void shouldNotGrowMemoryBeyondWhatTheModuleSays() {
    LinearMemory memory = new LinearMemory(0, 3);
    assertThat(memory.grow(4)).isEqualTo(-1);
    assertThat(memory.grow(3)).isZero();
    assertThat(memory.grow(1)).isEqualTo(-1);
  }

  @Test
  void shouldKeepBytesAndTheEndOfMemoryWhenItGrows() {
    LinearMemory memory = new LinearMemory(1, 100);
    memory.writeByte(65535, (byte) 7);
    for (int pages = 1; pages < 50; pages++) {
      assertThat(memory.grow(1)).isEqualTo(pages);
      assertThat(memory.read(65535)).isEqualTo((byte) 7);
      int end = memory.size();
      assertThat(end).isEqualTo((pages + 1) * 65536);
      assertThat(memory.readInt(end - 4)).isZero();
      memory.writeByte(end - 1, (byte) 1);
      for (Runnable outside :
          List.<Runnable>of(
              () -> memory.read(end),
              () -> memory.readShort(end - 1),
              () -> memory.readInt(end - 3),
              () -> memory.readLong(end - 7),
              () -> memory.readFloat(end - 3),
              () -> memory.readDouble(end - 7),
              () -> memory.writeByte(end, (byte) 1),
              () -> memory.writeShort(end - 1, (short) 1),
              () -> memory.writeI32(end - 3, 1),
              () -> memory.writeLong(end - 7, 1),
              () -> memory.writeF32(end - 3, 1),
              () -> memory.writeF64(end - 7, 1),
              () -> memory.fill((byte) 1, end, end + 1),
              () -> memory.copy(end - 1, 0, 2),
              () -> memory.copy(0, end - 1, 2),
              () -> memory.write(end - 1, new byte[2], 0, 2),
              () -> memory.readBytes(end - 1, 2))) {
        assertThatThrownBy(outside::run).isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThat(memory.has(end - 1, 1)).isTrue();
      assertThat(memory.has(end - 1, 2)).isFalse();
    }
  }

  @Test
  void shouldRefuseMoreMemoryThanTheVmMayHave() {
    assertThatThrownBy(
            () ->
                Mode.COMPILED.guest(
                    ModuleBuilder.plugin().basics(),
                    host,
                    new GuestOptions(Map.of(), name -> true, 65535)))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("the module wants 65536 bytes of memory, the VM's limit is 0");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseDataOutsideOfMemory(Mode mode) {
    assertThatThrownBy(() -> mode.guest(ModuleBuilder.plugin().basics().data(65533, "abcd"), host))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining(
            "Failed to create new Wasm instance: a data segment of 4 bytes at 65533 leaves the"
                + " memory of 65536");
    assertThatThrownBy(() -> mode.guest(ModuleBuilder.plugin().basics().data(-1, "a"), host))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("at 4294967295");
  }

  @Test
  void shouldSayWhenTheHeapIsFull() {
    // Compiled code asks before; the interpreter does not.
    Guest guest = Mode.INTERPRETED.guest(newArrays(Integer.MAX_VALUE), host);
    assertThatThrownBy(() -> guest.onTick(1))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("Uncaught RangeError: Out of memory");
  }

  @Test
  void shouldTrapBeforeAnArrayIsMadeThatIsLargerThanTheVmMayBe() {
    GuestOptions options = new GuestOptions(Map.of(), name -> true, 1 << 20);
    int most = (1 << 20) / 8;
    Mode.COMPILED.guest(newArrays(most), host, options).onTick(1);
    Mode.COMPILED.guest(newFilledArrays(most), host, options).onTick(1);
    for (ModuleBuilder module :
        List.of(newArrays(most + 1), newFilledArrays(most + 1), newArrays(Integer.MAX_VALUE))) {
      Guest guest = Mode.COMPILED.guest(module, host, options);
      assertThatThrownBy(() -> guest.onTick(1))
          .isInstanceOf(GuestException.class)
          .hasMessageContaining("Uncaught RuntimeError: requested new array is too large")
          .hasMessageNotContaining("host");
    }
  }

  @Test
  void shouldTrapBeforeAnArrayIsMadeThatTakesMostOfTheHeap() {
    long most = Runtime.getRuntime().maxMemory() / 2 / 8;
    int length = (int) Math.min(Integer.MAX_VALUE, most + 1);
    Guest guest = Mode.COMPILED.guest(newArrays(length), host);
    assertThatThrownBy(() -> guest.onTick(1))
        .isInstanceOf(GuestException.class)
        .hasMessageContaining("requested new array is too large");
  }

  private static ModuleBuilder newArrays(int length) {
    ModuleBuilder module = module();
    module.function("proxy_on_tick", "i>", Code.of().i32(length).raw(0xfb, 7, 0).drop());
    return module;
  }

  private static ModuleBuilder newFilledArrays(int length) {
    ModuleBuilder module = module();
    module.function("proxy_on_tick", "i>", Code.of().i32(1).i32(length).raw(0xfb, 6, 0).drop());
    return module;
  }
}
