package io.proxywasm.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.abi.BufferType;
import io.proxywasm.abi.MapType;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A plugin that does in its callbacks what a test says, without WebAssembly. Thread-safe. */
public final class TestPlugin implements GuestCode {
  private final Consumer<Vm> setup;
  private final AtomicInteger vms = new AtomicInteger();

  private TestPlugin(Consumer<Vm> setup) {
    this.setup = setup;
  }

  /** What a test does in a callback. */
  @FunctionalInterface
  public interface Action {
    /** Returns what the callback answers. */
    int run(Hostcalls host, int[] arguments);
  }

  /** A VM of the plugin: what it does, and what it keeps. */
  public static final class Vm {
    private final Map<Callback, Action> actions = new EnumMap<>(Callback.class);
    private final Map<Integer, Integer> roots = new HashMap<>();
    private final Map<Integer, String> configurations = new HashMap<>();

    /** Does something in a callback; the callbacks without an action are not exported. */
    public Vm on(Callback callback, Action action) {
      actions.put(callback, action);
      return this;
    }

    /** Keeps the configurations of its plugins. */
    public Vm keepConfigurations() {
      on(
          Callback.ON_CONTEXT_CREATE,
          (host, arguments) -> {
            roots.put(arguments[0], arguments[1] == 0 ? arguments[0] : arguments[1]);
            return 0;
          });
      return on(
          Callback.ON_CONFIGURE,
          (host, arguments) -> {
            int unused = host.getBufferBytes(BufferType.PLUGIN_CONFIGURATION.code(), 0, 1 << 20);
            configurations.put(arguments[0], new String(host.output().toByteArray(), UTF_8));
            return 1;
          });
    }

    /** The configuration of a context's plugin. */
    public String configuration(int contextId) {
      return Objects.requireNonNull(configurations.get(roots.get(contextId)));
    }
  }

  /** Makes a plugin. */
  public static TestPlugin of(Consumer<Vm> setup) {
    return new TestPlugin(setup);
  }

  /** Adds a header to each response. */
  public static TestPlugin responseHeader(String name, String value) {
    return of(
        vm ->
            vm.on(
                Callback.ON_RESPONSE_HEADERS,
                (host, arguments) -> addResponseHeader(host, name, value)));
  }

  /** Adds a header with its configuration to each response. */
  public static TestPlugin showConfiguration(String name) {
    return of(
        vm ->
            vm.keepConfigurations()
                .on(
                    Callback.ON_RESPONSE_HEADERS,
                    (host, arguments) ->
                        addResponseHeader(host, name, vm.configuration(arguments[0]))));
  }

  /** Refuses every configuration. */
  public static TestPlugin refusing() {
    return of(vm -> vm.on(Callback.ON_CONFIGURE, (host, arguments) -> 0));
  }

  /** Adds a header to the response of the callback's stream; goes on. */
  public static int addResponseHeader(Hostcalls host, String name, String value) {
    int unused = host.addHeaderMapValue(MapType.HTTP_RESPONSE_HEADERS.code(), name, value);
    return 0;
  }

  /** How many VMs were made of it. */
  public int vms() {
    return vms.get();
  }

  @Override
  public AbiVersion abiVersion() {
    return AbiVersion.V0_2_1;
  }

  @Override
  public Guest newGuest(Hostcalls hostcalls, GuestOptions options) {
    vms.incrementAndGet();
    Vm vm = new Vm();
    setup.accept(vm);
    return (Guest)
        Proxy.newProxyInstance(
            TestPlugin.class.getClassLoader(),
            new Class<?>[] {Guest.class},
            (proxy, method, arguments) -> call(vm, hostcalls, method, arguments));
  }

  private static @Nullable Object call(
      Vm vm, Hostcalls hostcalls, Method method, Object @Nullable [] given) {
    Object[] arguments = given == null ? new Object[0] : given;
    switch (method.getName()) {
      case "has" -> {
        return vm.actions.containsKey((Callback) arguments[0]);
      }
      case "memoryBytes" -> {
        return 0L;
      }
      case "start", "close", "interrupt" -> {
        return null;
      }
      default -> {}
    }
    Action action = vm.actions.get(callback(method.getName()));
    Class<?> type = method.getReturnType();
    if (action == null) {
      return type == boolean.class ? (Object) true : type == int.class ? 0 : null;
    }
    int[] numbers = new int[arguments.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = arguments[i] instanceof Boolean flag ? flag ? 1 : 0 : (Integer) arguments[i];
    }
    int answer = action.run(hostcalls, numbers);
    return type == boolean.class ? (Object) (answer != 0) : type == int.class ? answer : null;
  }

  private static Callback callback(String method) {
    return Callback.valueOf(method.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
  }

  @Override
  public void close() {}
}
