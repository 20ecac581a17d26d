package io.proxywasm.host;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A guest that writes down its callbacks and does in them what a test says. */
final class FakePlugin implements GuestCode {
  /** What a test does in a callback. */
  @FunctionalInterface
  interface Action {
    /** Returns what the callback answers. */
    int run(Hostcalls host, int[] arguments);
  }

  /** The callbacks in their order, such as {@code requestHeaders(2, 4, 1)}. */
  final List<String> calls = new ArrayList<>();

  private final Map<Callback, Action> actions = new HashMap<>();
  private boolean silentLife;

  /** Does something in a callback; the callbacks without an action are not exported. */
  FakePlugin on(Callback callback, Action action) {
    actions.put(callback, action);
    return this;
  }

  /** Answers a number in a callback. */
  FakePlugin on(Callback callback, int answer) {
    return on(callback, (host, arguments) -> answer);
  }

  /** Traps in a callback. */
  FakePlugin trapOn(Callback callback) {
    return on(
        callback,
        (host, arguments) -> {
          throw new GuestException("trapped in " + callback.export());
        });
  }

  /** Does not write down what begins and ends VMs, plugins and streams. */
  FakePlugin silentLife() {
    silentLife = true;
    return this;
  }

  @Override
  public AbiVersion abiVersion() {
    return AbiVersion.V0_2_1;
  }

  @Override
  public Guest newGuest(Hostcalls hostcalls, GuestOptions options) {
    InvocationHandler handler = (proxy, method, arguments) -> call(hostcalls, method, arguments);
    return (Guest)
        Proxy.newProxyInstance(
            FakePlugin.class.getClassLoader(), new Class<?>[] {Guest.class}, handler);
  }

  private @Nullable Object call(Hostcalls hostcalls, Method method, Object @Nullable [] given) {
    Object[] arguments = given == null ? new Object[0] : given;
    switch (method.getName()) {
      case "has" -> {
        return actions.containsKey((Callback) arguments[0]);
      }
      case "memoryBytes" -> {
        return 0L;
      }
      case "start", "close", "interrupt" -> {
        return null;
      }
      case "hashCode" -> {
        return System.identityHashCode(this);
      }
      default -> {}
    }
    Callback callback = callback(method.getName());
    int[] numbers = new int[arguments.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = arguments[i] instanceof Boolean flag ? flag ? 1 : 0 : (Integer) arguments[i];
    }
    Action action = actions.get(callback);
    if (action == null) {
      return method.getReturnType() == boolean.class
          ? (Object) true
          : method.getReturnType() == int.class ? 0 : null;
    }
    if (!silentLife || !LIFE.contains(callback)) {
      calls.add(
          method.getName().substring(2)
              + Arrays.toString(numbers).replace('[', '(').replace(']', ')'));
    }
    int answer = action.run(hostcalls, numbers);
    if (method.getReturnType() == boolean.class) {
      return answer != 0;
    }
    return method.getReturnType() == int.class ? answer : null;
  }

  private static final List<Callback> LIFE =
      List.of(
          Callback.ON_CONTEXT_CREATE,
          Callback.ON_VM_START,
          Callback.ON_CONFIGURE,
          Callback.ON_DONE,
          Callback.ON_LOG,
          Callback.ON_DELETE);

  private static Callback callback(String method) {
    String name = method.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    return Callback.valueOf(name);
  }

  @Override
  public void close() {}
}
