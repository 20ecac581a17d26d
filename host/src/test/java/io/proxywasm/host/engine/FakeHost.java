package io.proxywasm.host.engine;

import io.proxywasm.host.guest.Hostcalls;
import io.proxywasm.host.guest.Output;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hostcalls that write down how they were called and answer as a test wants. */
final class FakeHost {
  private final Output output = new Output();
  private final List<String> calls = new ArrayList<>();
  private final Map<String, Function<Object[], Integer>> answers = new HashMap<>();
  private final Hostcalls hostcalls =
      (Hostcalls)
          Proxy.newProxyInstance(
              FakeHost.class.getClassLoader(), new Class<?>[] {Hostcalls.class}, this::call);

  Hostcalls hostcalls() {
    return hostcalls;
  }

  Output output() {
    return output;
  }

  /** What was called, such as {@code log(2, hello)}. */
  List<String> calls() {
    return calls;
  }

  /** Lets a hostcall do something and answer a status; without, the answer is OK. */
  FakeHost on(String hostcall, Function<Object[], Integer> answer) {
    answers.put(hostcall, answer);
    return this;
  }

  private Object call(Object proxy, Method method, Object @Nullable [] arguments)
      throws InvocationTargetException {
    if (method.getName().equals("output")) {
      return output;
    }
    Object[] given = arguments == null ? new Object[0] : arguments;
    calls.add(
        method.getName()
            + Stream.of(given).map(FakeHost::text).collect(Collectors.joining(", ", "(", ")")));
    Function<Object[], Integer> answer = answers.get(method.getName());
    if (method.getReturnType() == long.class) {
      return answer == null ? 0L : (long) answer.apply(given);
    }
    return answer == null ? 0 : answer.apply(given);
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }
}
