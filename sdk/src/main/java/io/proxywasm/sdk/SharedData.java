package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Values that all VMs of one vm_id share, across the threads of the host, until the last of them is
 * gone.
 */
public final class SharedData {
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
}
