package io.proxywasm.testkit;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plugin of single callbacks, right at the seam of the host: for what a plugin in Java would not
 * do, or not as exactly.
 */
final class HandMade implements GuestCode {
  /** What a callback does; arguments as the ABI has them, answers are actions or 0. */
  interface Body {
    int call(Hostcalls calls, Object[] arguments);
  }

  private final Map<Callback, Body> bodies = new HashMap<>();

  HandMade on(Callback callback, Body body) {
    bodies.put(callback, body);
    return this;
  }

  TestPlugin plugin(String name) {
    return TestPlugin.of(name).code(this);
  }

  @Override
  public AbiVersion abiVersion() {
    return AbiVersion.V0_2_1;
  }

  @Override
  public Guest newGuest(Hostcalls hostcalls, GuestOptions options) {
    return (Guest)
        Proxy.newProxyInstance(
            HandMade.class.getClassLoader(),
            new Class<?>[] {Guest.class},
            (proxy, method, arguments) -> call(hostcalls, method, arguments));
  }

  private @Nullable Object call(Hostcalls hostcalls, Method method, Object[] arguments) {
    if (method.getName().equals("has")) {
      return bodies.containsKey(arguments[0]);
    }
    int answer = 0;
    boolean known = false;
    String name = method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    for (Map.Entry<Callback, Body> body : bodies.entrySet()) {
      if (body.getKey().name().equals(name)) {
        answer = body.getValue().call(hostcalls, arguments);
        known = true;
      }
    }
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return !known || answer == 0;
    }
    return type == long.class ? (Object) 0L : type == int.class ? (Object) answer : null;
  }

  @Override
  public void close() {}
}
