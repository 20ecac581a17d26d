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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Code of which every callback and hostcall is written down, by the names of the ABI, and looked at
 * for mistakes. It answers the properties that the test has scripted.
 */
final class Tracing implements GuestCode {
  private static final int LONGEST = 60;
  private static final Map<String, String> ABI_NAMES = new ConcurrentHashMap<>();
  private static final Map<String, Callback> CALLBACKS = new ConcurrentHashMap<>();

  private final GuestCode code;
  private final Trace trace;
  private final MistakeFinder finder;
  private final Map<String, byte[]> properties;

  /** Takes the scripted properties, by their paths as hostcalls get them. */
  Tracing(GuestCode code, Trace trace, MistakeFinder finder, Map<String, byte[]> properties) {
    this.code = code;
    this.trace = trace;
    this.finder = finder;
    this.properties = properties;
  }

  @Override
  public AbiVersion abiVersion() {
    return code.abiVersion();
  }

  @Override
  public Guest newGuest(Hostcalls hostcalls, GuestOptions options) {
    int vm = trace.newVm();
    Hostcalls traced =
        proxy(
            Hostcalls.class,
            (proxy, method, arguments) -> hostcall(vm, hostcalls, method, arguments));
    Guest guest = code.newGuest(traced, options);
    return proxy(Guest.class, (proxy, method, arguments) -> callback(vm, guest, method, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Tracing.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object hostcall(
      int vm, Hostcalls target, Method method, Object @Nullable [] arguments) throws Throwable {
    if (method.getReturnType() != int.class) {
      return invoke(method, target, arguments);
    }
    int status = (Integer) Objects.requireNonNull(answer(target, method, arguments));
    String name = abiName(method);
    String call = "";
    if (trace.wantsHostcall()) {
      call = name + list(arguments);
      trace.hostcall(vm, arguments == null ? call : call + " -> " + outcome(status, target));
    }
    finder.hostcall(vm, name, arguments == null ? new Object[0] : arguments, status, call);
    return status;
  }

  private @Nullable Object answer(Hostcalls target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (arguments != null && method.getName().equals("getProperty")) {
      byte[] scripted = properties.get(String.valueOf(arguments[0]));
      if (scripted != null) {
        target.output().bytes(scripted);
        return Status.OK.code();
      }
    }
    return invoke(method, target, arguments);
  }

  private static String outcome(int status, Hostcalls target) {
    Status name = Status.of(status);
    if (name != Status.OK) {
      return name.toString();
    }
    Output output = target.output();
    return output.size() == 0 ? "OK" : "OK, " + output.size() + " bytes";
  }

  private @Nullable Object callback(
      int vm, Guest target, Method method, Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    boolean start = name.equals("start");
    if (!start && (!name.startsWith("on") || !target.has(callback(name)))) {
      return invoke(method, target, arguments);
    }
    String abiName = start ? "start" : abiName(method);
    String call = abiName + list(arguments);
    int line = trace.begin(vm, call);
    int context = arguments == null ? 0 : (Integer) Objects.requireNonNull(arguments[0]);
    MistakeFinder.Frame around = finder.begin(vm, abiName, context);
    try {
      Object result = invoke(method, target, arguments);
      trace.end(line, vm, result == null ? call : call + " -> " + result);
      finder.end(vm, result instanceof Integer action ? action : 0, around);
      return result;
    } catch (GuestException e) {
      trace.end(line, vm, call + " FAILED: " + e.getMessage());
      finder.failed(vm, around);
      throw e;
    }
  }

  private static Callback callback(String method) {
    return CALLBACKS.computeIfAbsent(
        method, any -> Callback.valueOf(any.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT)));
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
    return ABI_NAMES.computeIfAbsent(
        method.getName(),
        any -> "proxy_" + any.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT));
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
    String line = text.replace('\0', '.').replace("\n", "\\n");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  @Override
  public void close() {
    code.close();
  }
}
