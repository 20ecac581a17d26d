package io.proxywasm.javaguest;

import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A host that notes what it is asked, and answers what it was told to. */
public final class FakeHost {
  private final Output output = new Output();
  private final List<String> calls = new ArrayList<>();
  private final Map<String, Runnable> onLog = new ConcurrentHashMap<>();
  private int status;
  private long time;
  private Runnable answer = () -> {};

  /** Its hostcalls, for a guest. */
  public Hostcalls hostcalls() {
    return (Hostcalls)
        Proxy.newProxyInstance(
            Hostcalls.class.getClassLoader(),
            new Class<?>[] {Hostcalls.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object @Nullable [] arguments) {
    String name = method.getName();
    if (name.equals("output")) {
      return output;
    }
    StringBuilder text = new StringBuilder(name);
    for (Object argument : arguments == null ? new Object[0] : arguments) {
      text.append(' ').append(argument instanceof byte[] bytes ? hex(bytes) : argument);
    }
    calls.add(text.toString());
    if (name.endsWith("Nanoseconds")) {
      return time;
    }
    if (name.equals("log") && arguments != null) {
      onLog.getOrDefault(arguments[1].toString(), () -> {}).run();
      return 0;
    }
    answer.run();
    return status;
  }

  private static String hex(byte[] bytes) {
    return "<" + HexFormat.of().formatHex(bytes) + ">";
  }

  /** What every hostcall but log and time answers from now on. */
  public FakeHost status(int number) {
    status = number;
    return this;
  }

  /** What the output holds after every call from now on. */
  public FakeHost text(String text) {
    answer = () -> output.text(text);
    return this;
  }

  /** What the output holds after every call from now on. */
  public FakeHost bytes(byte[] bytes, long number) {
    answer =
        () -> {
          output.bytes(bytes);
          output.number(number);
        };
    return this;
  }

  /** What the output holds after every call from now on. */
  public FakeHost number(long number) {
    answer = () -> output.number(number);
    return this;
  }

  /** The host's clock. */
  public FakeHost time(long nanoseconds) {
    time = nanoseconds;
    return this;
  }

  /** What to do when a message is logged. */
  public FakeHost onLog(String message, Runnable task) {
    onLog.put(message, task);
    return this;
  }

  /** All calls since the last time, but for output. */
  public List<String> calls() {
    List<String> all = List.copyOf(calls);
    calls.clear();
    return all;
  }

  /** What was logged since the last time: level and message. */
  public List<String> logged() {
    return calls().stream()
        .filter(call -> call.startsWith("log "))
        .map(call -> call.substring("log ".length()))
        .toList();
  }

  @Override
  public String toString() {
    return Arrays.toString(calls.toArray());
  }
}
