package io.proxywasm.sdk;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that all VMs of one vm_id share, across the threads of the host, until the last of them is
 * gone.
 *
 * <p>An empty value is none. The ABI cannot take a key away: {@link #remove} writes an empty value,
 * and all methods here take that as an absent one, as the SDK for Rust does. The host keeps the key
 * and a few bytes for it, so keys that clients choose still add up.
 */
public final class SharedData {
  /**
   * No host gives a value this number: one that is there never matches, one that is not is made.
   */
  private static final int ABSENT = -1;

  private SharedData() {}

  /**
   * Returns a value, or null if there is none: {@code proxy_get_shared_data}. Valid until the
   * callback returns.
   */
  public static @Nullable SharedValue get(String key) {
    SharedValue value = Host.calls().sharedData(key);
    return value == null || value.data().isEmpty() ? null : value;
  }

  /**
   * Sets a value, whatever it was: {@code proxy_set_shared_data}. An empty value makes the key
   * absent; {@link #remove} does that without making keys that were not there.
   */
  public static void set(String key, Bytes value) {
    Host.calls().setSharedData(key, value, 0);
  }

  /** Sets a value to a text in UTF-8, as {@link #set(String, Bytes)} does. */
  public static void set(String key, String value) {
    set(key, Bytes.utf8(value));
  }

  /**
   * Sets a value if it was not written since it was read: {@code proxy_set_shared_data}. A key that
   * never was there is written whatever the number is; one that was removed is not.
   *
   * @param cas the number that {@link #get} gave
   * @return false if it was written or removed meanwhile: read it again
   */
  public static boolean compareAndSet(String key, Bytes value, int cas) {
    return Host.calls().setSharedData(key, value, cas);
  }

  /**
   * Sets a value if there is none: {@code proxy_set_shared_data}, and {@code proxy_get_shared_data}
   * where the key is there. Of several VMs that try at once, one succeeds.
   *
   * @return false if there is a value
   * @throws IllegalArgumentException if the value is empty: that is none
   */
  public static boolean setIfAbsent(String key, Bytes value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an empty shared value is none");
    }
    while (!Host.calls().setSharedData(key, value, ABSENT)) {
      SharedValue old = Host.calls().sharedData(key);
      if (old != null && !old.data().isEmpty()) {
        return false;
      }
      if (old != null && compareAndSet(key, value, old.cas())) {
        return true;
      }
    }
    return true;
  }

  /**
   * Takes a value away: it is empty from then on, which is as good as absent here. {@code
   * proxy_get_shared_data} and {@code proxy_set_shared_data}: the ABI has no function for it. What
   * another VM writes meanwhile is taken away, too; of several VMs that remove the same value, one
   * gets true.
   *
   * @return whether there was a value
   */
  public static boolean remove(String key) {
    while (true) {
      SharedValue old = get(key);
      if (old == null) {
        return false;
      }
      if (compareAndSet(key, Bytes.empty(), old.cas())) {
        return true;
      }
    }
  }

  /**
   * Replaces a value by what a function makes of it, again and again until no other VM wrote it
   * meanwhile: {@code proxy_get_shared_data}, {@code proxy_set_shared_data}. No update is lost,
   * also none of those that make the value.
   *
   * @param change takes the value, null if there is none, and returns the new one, an empty one to
   *     take it away; may be called several times
   * @return the value that was written
   */
  public static Bytes update(String key, UnaryOperator<@Nullable Bytes> change) {
    while (true) {
      SharedValue old = Host.calls().sharedData(key);
      Bytes value = change.apply(old == null || old.data().isEmpty() ? null : old.data());
      boolean isNothing = old == null && value.isEmpty();
      if (isNothing || compareAndSet(key, value, old == null ? ABSENT : old.cas())) {
        return value;
      }
    }
  }
}
