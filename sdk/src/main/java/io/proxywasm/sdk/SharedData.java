package io.proxywasm.sdk;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values that all VMs of one vm_id share, across the threads of the host, until the last of them is
 * gone.
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
    return Host.calls().sharedData(key);
  }

  /** Sets a value, whatever it was: {@code proxy_set_shared_data}. */
  public static void set(String key, Bytes value) {
    Host.calls().setSharedData(key, value, 0);
  }

  /** Sets a value to a text in UTF-8, whatever it was: {@code proxy_set_shared_data}. */
  public static void set(String key, String value) {
    set(key, Bytes.utf8(value));
  }

  /**
   * Sets a value if it was not written since it was read: {@code proxy_set_shared_data}. A key that
   * is not there is written whatever the number is.
   *
   * @param cas the number that {@link #get} gave
   * @return false if it was written meanwhile: read it again
   */
  public static boolean compareAndSet(String key, Bytes value, int cas) {
    return Host.calls().setSharedData(key, value, cas);
  }

  /**
   * Sets a value if there is none yet: {@code proxy_set_shared_data}. Of several VMs that try at
   * once, one succeeds.
   *
   * @return false if there is a value
   */
  public static boolean setIfAbsent(String key, Bytes value) {
    return Host.calls().setSharedData(key, value, ABSENT);
  }

  /**
   * Replaces a value by what a function makes of it, again and again until no other VM wrote it
   * meanwhile: {@code proxy_get_shared_data}, {@code proxy_set_shared_data}. No update is lost,
   * also none of those that make the value.
   *
   * @param change takes the value, null if there is none, and returns the new one; may be called
   *     several times
   * @return the value that was written
   */
  public static Bytes update(String key, UnaryOperator<@Nullable Bytes> change) {
    while (true) {
      SharedValue old = get(key);
      Bytes value = change.apply(old == null ? null : old.data());
      if (old == null ? setIfAbsent(key, value) : compareAndSet(key, value, old.cas())) {
        return value;
      }
    }
  }
}
