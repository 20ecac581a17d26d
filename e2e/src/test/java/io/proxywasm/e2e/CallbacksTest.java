package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.plugins.CallbacksPlugin;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import io.proxywasm.javaguest.JavaPlugin;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks that neither Envoy nor our proxy makes by a request, as Java and as a module. */
class CallbacksTest {
  private final List<String> said = new ArrayList<>();
  private final Output output = new Output();

  private Hostcalls host() {
    return (Hostcalls)
        Proxy.newProxyInstance(
            Hostcalls.class.getClassLoader(),
            new Class<?>[] {Hostcalls.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "output" -> output;
                  case "log" -> {
                    said.add(String.valueOf(arguments[1]));
                    yield 0;
                  }
                  case "getBufferBytes" -> {
                    output.bytes(new byte[3]);
                    yield 0;
                  }
                  case "monotonicNanoseconds", "currentTimeNanoseconds" -> 1L;
                  default -> {
                    said.add(method.getName());
                    yield method.getReturnType() == int.class ? (Object) 0 : null;
                  }
                });
  }

  private static GuestCode code(String kind) {
    if (kind.equals("wasm")) {
      return WasmEngine.compiled().load(TestPlugin.module(CallbacksPlugin.class, false));
    }
    List<Path> classPath =
        Arrays.stream(
                System.getProperty("java.class.path")
                    .split(Pattern.quote(java.io.File.pathSeparator)))
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    return JavaPlugin.of(CallbacksPlugin.class.getName(), classPath);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "wasm"})
  void shouldReachThePluginWhenTheHostMakesThem(String kind) {
    try (GuestCode code = code(kind);
        Guest guest = code.newGuest(host(), GuestOptions.defaults())) {
      guest.start();
      guest.onContextCreate(1, 0);
      assertThat(guest.onVmStart(1, 0)).isTrue();
      assertThat(guest.validateConfiguration(1, 3)).isFalse();
      guest.onContextCreate(2, 1);
      guest.onForeignFunction(1, 7, 3);
      guest.onForeignFunction(2, 8, 3);
      guest.onForeignFunction(1, 9, 3);
      assertThat(guest.onRequestMetadata(2, 4)).isZero();
      assertThat(guest.onResponseMetadata(2, 5)).isZero();
      assertThat(guest.onDone(1)).isFalse();
      guest.onTick(1);
      guest.onDelete(1);
    }
    assertThat(said)
        .contains(
            "validate",
            "plugin's function 7 with 3",
            "stream's function 8",
            "plugin's function 9 with 3",
            "request metadata 4",
            "response metadata 5",
            "setTickPeriodMilliseconds",
            "done now",
            "done")
        .anyMatch(line -> line.startsWith("onForeignFunction failed in context 1: "));
  }
}
