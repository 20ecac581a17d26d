package io.proxywasm.ratelimit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Hostcalls;
import io.proxywasm.sdk.SharedValue;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A host that has shared data, with the rules of the ABI, and a clock. Any thread may call it, as
 * the workers of a host do.
 */
final class SharedHost {
  private final Map<String, SharedValue> data = new HashMap<>();
  private final AtomicLong now = new AtomicLong(1_700_000_000_000_000_000L);
  private final AtomicInteger mismatches = new AtomicInteger();
  private final AtomicReference<@Nullable Runnable> beforeSet = new AtomicReference<>();
  private int cas;

  Hostcalls hostcalls() {
    return (Hostcalls)
        Proxy.newProxyInstance(
            Hostcalls.class.getClassLoader(),
            new Class<?>[] {Hostcalls.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "text" -> Bytes.of(((String) arguments[0]).getBytes(UTF_8));
                  case "currentTimeNanoseconds" -> now.get();
                  case "sharedData" -> get((String) arguments[0]);
                  case "setSharedData" ->
                      set((String) arguments[0], (Bytes) arguments[1], (int) arguments[2]);
                  default -> throw new AssertionError(method + " is called");
                });
  }

  /** Moves the clock, backwards too. */
  void advance(long nanos) {
    now.addAndGet(nanos);
  }

  /** Does something between the next reading of a value and its writing. */
  void beforeNextSet(Runnable action) {
    beforeSet.set(action);
  }

  /** How often a value was not written, as another one was faster. */
  int mismatches() {
    return mismatches.get();
  }

  synchronized Set<String> keys() {
    return Set.copyOf(data.keySet());
  }

  private synchronized @Nullable SharedValue get(String key) {
    return data.get(key);
  }

  private boolean set(String key, Bytes value, int expected) {
    Runnable action = beforeSet.getAndSet(null);
    if (action != null) {
      action.run();
    }
    synchronized (this) {
      SharedValue old = data.get(key);
      if (old != null && expected != 0 && expected != old.cas()) {
        mismatches.incrementAndGet();
        return false;
      }
      data.put(key, new SharedValue(value, ++cas));
      return true;
    }
  }
}
