package io.proxywasm.e2e;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.plugins.StatePlugin;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import io.proxywasm.javaguest.JavaPlugin;
import io.proxywasm.wasm.WasmModule;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin has the same callbacks as a module and as classes. */
class CallbacksIT {
  /** All classes among the test plugins that have a {@code main}. */
  static List<Class<?>> plugins() throws IOException {
    String name = StatePlugin.class.getPackageName();
    Path directory = TestPlugin.origin(StatePlugin.class).resolve(name.replace('.', '/'));
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
          .map(file -> load(name + "." + file.substring(0, file.length() - ".class".length())))
          .filter(CallbacksIT::hasMain)
          .collect(Collectors.toList());
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, CallbacksIT.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean hasMain(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            method -> method.getName().equals("main") && Modifier.isStatic(method.getModifiers()));
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void shouldHaveTheCallbacksOfTheModuleWhenItRunsAsJava(Class<?> plugin) {
    Set<String> exports =
        WasmModule.read(TestPlugin.module(plugin, false)).exportSection().stream()
            .map(export -> export.name())
            .collect(Collectors.toSet());
    assertThat(asJava(plugin))
        .isEqualTo(
            Arrays.stream(Callback.values())
                .filter(callback -> exports.contains(callback.export()))
                .collect(toCollection(() -> EnumSet.noneOf(Callback.class))));
  }

  private static Set<Callback> asJava(Class<?> plugin) {
    try (JavaPlugin code = JavaPlugin.of(plugin.getName(), TestPlugin.classPath(plugin));
        Guest guest = code.newGuest(noHost(), GuestOptions.defaults())) {
      return Arrays.stream(Callback.values())
          .filter(guest::has)
          .collect(toCollection(() -> EnumSet.noneOf(Callback.class)));
    }
  }

  /** Nothing of the plugin runs, so that it calls nothing. */
  private static Hostcalls noHost() {
    Output output = new Output();
    return (Hostcalls)
        Proxy.newProxyInstance(
            Hostcalls.class.getClassLoader(),
            new Class<?>[] {Hostcalls.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("output")) {
                return output;
              }
              throw new AssertionError(method + " is called");
            });
  }
}
