package io.proxywasm.ratelimit;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Clock;
import io.proxywasm.sdk.Digits;
import io.proxywasm.sdk.SharedData;
import io.proxywasm.sdk.SharedValue;
import org.jspecify.annotations.Nullable;

/**
 * A limit for each key that holds across all workers of a host: a bucket of tokens that is refilled
 * steadily. Kept in shared data, with compare-and-set, so that no token is taken twice.
 *
 * <p>What is kept of a bucket is the time at which it will be full again (a generic cell rate
 * algorithm): 8 bytes for each key. When the host's clock is set back, a bucket may be empty, and
 * fills from then on. A key of shared data stays for good, so choose {@code slots} where clients
 * choose the keys.
 */
public final class TokenBucket {
  private static final long SECOND = 1_000_000_000L;
  private static final int LENGTH = 8;

  /** What a bucket may take to fill, in seconds: 63 years, so that sums of times fit in a long. */
  private static final double LONGEST = 2_000_000_000;

  private final String prefix;
  private final long capacity;
  private final long interval;
  private final int slots;

  /**
   * Makes a limit.
   *
   * @param name tells its buckets from those of other limits in shared data
   * @param capacity how many tokens a bucket holds, 1 to 1,000,000: what can be taken at once
   * @param perSecond how many tokens are refilled each second, more than 0, at most 1,000,000; so
   *     many that an empty bucket is full within 63 years
   * @param slots how many buckets there are at the most; keys whose hashes meet share one; 0 for
   *     one for each key
   * @throws IllegalArgumentException if a number is not in its range
   */
  public TokenBucket(String name, int capacity, double perSecond, int slots) {
    if (capacity < 1 || capacity > 1_000_000) {
      throw new IllegalArgumentException("a capacity of 1 to 1,000,000 is expected");
    }
    if (!(perSecond > 0 && perSecond <= 1_000_000) || slots < 0) {
      throw new IllegalArgumentException("a rate of more than 0 and at most 1,000,000 is expected");
    }
    if (capacity / perSecond > LONGEST) {
      throw new IllegalArgumentException("a bucket that is full within 63 years is expected");
    }
    this.prefix = "token-bucket/" + name + "/";
    this.capacity = capacity;
    this.interval = Math.max((long) (SECOND / perSecond), 1);
    this.slots = slots;
  }

  /** Makes a limit with one bucket for each key. */
  public TokenBucket(String name, int capacity, double perSecond) {
    this(name, capacity, perSecond, 0);
  }

  /**
   * What became of an attempt.
   *
   * @param taken whether the tokens were there
   * @param remaining how many tokens are left
   * @param retryAfterMillis when so many will be there, in milliseconds; 0 if they were taken
   */
  public record Result(boolean taken, long remaining, long retryAfterMillis) {}

  /** Takes one token of the bucket of a key if there is one. */
  public Result tryTake(String key) {
    return tryTake(key, 1);
  }

  /**
   * Takes tokens of the bucket of a key if there are so many, and else none: {@code
   * proxy_get_shared_data}, {@code proxy_set_shared_data}.
   *
   * @throws IllegalArgumentException if it is not 1 up to the capacity
   */
  public Result tryTake(String key, int tokens) {
    if (tokens < 1 || tokens > capacity) {
      throw new IllegalArgumentException(Digits.of(tokens) + " tokens never fit");
    }
    String name = prefix + (slots == 0 ? key : Digits.of(Math.floorMod(key.hashCode(), slots)));
    long most = capacity * interval;
    while (true) {
      long now = Clock.nanoseconds();
      SharedValue old = SharedData.get(name);
      long kept = old == null ? now : time(old.data());
      long full = Math.min(Math.max(kept, now), now + most);
      long next = full + tokens * interval;
      boolean taken = next - now <= most;
      // A refusal writes nothing, unless the clock was set back: then the bucket fills from now on.
      boolean done = !taken && kept <= full || write(name, taken ? next : full, old);
      if (done && taken) {
        return new Result(true, (now + most - next) / interval, 0);
      }
      if (done) {
        long wait = next - now - most;
        return new Result(false, (now + most - full) / interval, (wait + 999_999) / 1_000_000);
      }
    }
  }

  private static boolean write(String name, long time, @Nullable SharedValue old) {
    Bytes value = bytes(time);
    return old == null
        ? SharedData.setIfAbsent(name, value)
        : SharedData.compareAndSet(name, value, old.cas());
  }

  /** Something else under this key is no time. */
  private static long time(Bytes value) {
    long time = 0;
    for (int i = 0; i < LENGTH && value.length() == LENGTH; i++) {
      time |= (value.byteAt(i) & 0xFFL) << 8 * i;
    }
    return time;
  }

  private static Bytes bytes(long time) {
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bytes[i] = (byte) (time >> 8 * i);
    }
    return Bytes.of(bytes);
  }
}
