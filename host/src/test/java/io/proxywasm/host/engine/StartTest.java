package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartTest {
  private final FakeHost host = new FakeHost();

  /** Exports functions that log their first letter. */
  private static ModuleBuilder logging(String... names) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int log = module.importFunction("env", "proxy_log", "iii>i");
    module.basics();
    int at = 100;
    for (String name : names) {
      module.data(at, name);
      Code code = Code.of().i32(2).i32(at).i32(name.length()).call(log).drop();
      String signature =
          switch (name) {
            case "main" -> "ii>i";
            case "__main_void" -> ">i";
            default -> ">";
          };
      module.function(name, signature, signature.endsWith("i") ? code.i32(0) : code);
      at += 20;
    }
    return module;
  }

  private List<String> started(Mode mode, ModuleBuilder module) {
    Guest guest = mode.guest(module, host);
    assertThat(host.calls()).isEmpty();
    guest.start();
    return new ArrayList<>(host.calls());
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunInitializeAndMain(Mode mode) {
    assertThat(started(mode, logging("_start", "main", "__main_void", "_initialize")))
        .containsExactly("log(2, _initialize)", "log(2, main)");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunMainVoidWhenThereIsNoMain(Mode mode) {
    assertThat(started(mode, logging("__main_void", "_initialize")))
        .containsExactly("log(2, _initialize)", "log(2, __main_void)");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunStartWhenThereIsNoInitialize(Mode mode) {
    assertThat(started(mode, logging("main", "_start"))).containsExactly("log(2, _start)");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunTheStartSectionBeforeAllOthers(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int tell = module.importFunction("env", "proxy_log", "iii>i");
    module.basics().global(0);
    module.start(module.function(">", Code.of().i32(7).setGlobal(0)));
    module.function(
        "_initialize", ">", Code.of().i32(2).global(0).i32(0).call(tell).drop().global(0).drop());
    module.function("proxy_on_done", "i>i", Code.of().global(0).i32(7).raw(0x46));
    Guest guest = mode.guest(module, host);
    assertThat(guest.onDone(1)).isFalse();
    guest.start();
    assertThat(guest.onDone(1)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhyWhenTheStartSectionCallsTheHost(Mode mode) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int log = module.importFunction("env", "proxy_log", "iii>i");
    module.basics();
    module.start(module.function(">", Code.of().i32(2).i32(0).i32(0).call(log).drop()));
    Guest guest = mode.guest(module, host);
    assertThatThrownBy(guest::start)
        .isInstanceOf(GuestException.class)
        .hasMessageContainingAll(
            "Function: start section failed: Uncaught Error: restricted_callback: env.proxy_log",
            "_initialize instead");
    assertThat(host.calls()).isEmpty();
  }

  static List<HostImport> imports() {
    return HostImports.list();
  }

  private static ModuleBuilder calling(HostImport call, String export, String signature) {
    ModuleBuilder module = ModuleBuilder.plugin();
    int function = module.importFunction(call.module(), call.name(), signatureOf(call));
    module.marker(call.versions().get(0).marker()).memory(1, 1);
    Code code = Code.of();
    signatureOf(call)
        .chars()
        .takeWhile(letter -> letter != '>')
        .forEach(letter -> code.raw(letter == 'l' ? 0x42 : 0x41, 0));
    code.call(function);
    if (!call.type().results().isEmpty()) {
      code.drop();
    }
    if (signature.endsWith("i")) {
      code.i32(ModuleBuilder.ALLOCATED);
    }
    module.function(export, signature, code);
    if (!export.equals("malloc")) {
      module.function("malloc", "i>i", Code.of().i32(ModuleBuilder.ALLOCATED));
    }
    return module;
  }

  static String signatureOf(HostImport call) {
    StringBuilder signature = new StringBuilder();
    call.type().parameters().forEach(type -> signature.append(letter(type.toString())));
    signature.append('>');
    call.type().results().forEach(type -> signature.append(letter(type.toString())));
    return signature.toString();
  }

  private static char letter(String type) {
    return type.equals("i64") ? 'l' : 'i';
  }

  @ParameterizedTest
  @MethodSource("imports")
  void shouldAllowOnlyHarmlessCallsWhenItStarts(HostImport call) {
    Guest guest = Mode.INTERPRETED.guest(calling(call, "_initialize", ">"), host);
    if (call.whileStarting()) {
      guest.start();
    } else {
      assertThatThrownBy(guest::start)
          .isInstanceOf(GuestException.class)
          .hasMessageStartingWith(
              "Function: _initialize failed: Uncaught Error: restricted_callback: " + call);
      assertThat(host.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy_set_tick_period_milliseconds",
        "proxy_get_property",
        "proxy_get_header_map_value",
        "proxy_define_metric"
      })
  void shouldNotAllowWhatNeedsAContextWhenItStarts(String name) {
    HostImport call = Objects.requireNonNull(HostImports.find("env", name));
    assertThat(call.whileStarting()).isFalse();
    assertThatThrownBy(() -> Mode.COMPILED.guest(calling(call, "_start", ">"), host).start())
        .isInstanceOf(GuestException.class)
        .hasMessageContainingAll("Function: _start failed", "env." + name, "proxy_on_vm_start");
  }
}
