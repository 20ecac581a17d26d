package io.proxywasm.testkit;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.abi.Status;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Code of which every callback and hostcall is written down, by the names of the ABI. */
final class Tracing implements GuestCode {
  private static final int LONGEST = 60;

  private final GuestCode code;
  private final List<String> trace;

  Tracing(GuestCode code, List<String> trace) {
    this.code = code;
    this.trace = trace;
  }

  @Override
  public AbiVersion abiVersion() {
    return code.abiVersion();
  }

  @Override
  public Guest newGuest(Hostcalls hostcalls, GuestOptions options) {
    Hostcalls traced =
        proxy(
            Hostcalls.class, (proxy, method, arguments) -> hostcall(hostcalls, method, arguments));
    Guest guest = code.newGuest(traced, options);
    return proxy(Guest.class, (proxy, method, arguments) -> callback(guest, method, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Tracing.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object hostcall(Hostcalls target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object result = invoke(method, target, arguments);
    if (method.getReturnType() == int.class && arguments != null) {
      int status = (Integer) Objects.requireNonNull(result);
      trace.add("  " + abiName(method) + list(arguments) + " -> " + answer(status, target));
    } else if (method.getReturnType() == int.class) {
      trace.add("  " + abiName(method) + "()");
    }
    return result;
  }

  private static String answer(int status, Hostcalls target) {
    Status name = Status.of(status);
    if (name != Status.OK) {
      return name.toString();
    }
    Output output = target.output();
    return output.size() == 0 ? "OK" : "OK, " + output.size() + " bytes";
  }

  private @Nullable Object callback(Guest target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    boolean traced = name.startsWith("on") || name.equals("start");
    if (traced && (name.equals("start") || target.has(callback(name)))) {
      int line = trace.size();
      String call = (name.equals("start") ? "start" : abiName(method)) + list(arguments);
      trace.add(call);
      try {
        Object result = invoke(method, target, arguments);
        if (result != null) {
          trace.set(line, call + " -> " + result);
        }
        return result;
      } catch (GuestException e) {
        trace.set(line, call + " FAILED: " + e.getMessage());
        throw e;
      }
    }
    return invoke(method, target, arguments);
  }

  private static Callback callback(String method) {
    return Callback.valueOf(method.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
  }

  private static @Nullable Object invoke(
      Method method, Object target, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static String abiName(Method method) {
    return "proxy_" + method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String list(Object @Nullable [] arguments) {
    StringBuilder list = new StringBuilder("(");
    for (int i = 0; arguments != null && i < arguments.length; i++) {
      list.append(i == 0 ? "" : ", ").append(text(arguments[i]));
    }
    return list.append(')').toString();
  }

  private static String text(@Nullable Object argument) {
    String text =
        argument instanceof byte[] bytes
            ? "'" + new String(bytes, StandardCharsets.UTF_8) + "'"
            : argument instanceof String || argument instanceof HeaderMap
                ? "'" + argument + "'"
                : String.valueOf(argument);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  @Override
  public void close() {
    code.close();
  }
}
