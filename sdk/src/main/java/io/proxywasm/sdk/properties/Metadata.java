package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Dynamic metadata of the current stream, which filters of the host leave for each other; plugins
 * can only read them.
 */
public final class Metadata {
  private Metadata() {}

  /**
   * Returns a text of dynamic metadata, or null if there is none: {@code
   * metadata.filter_metadata.FILTER.KEYS}.
   *
   * @param filter the name of the filter, such as {@code envoy.filters.http.jwt_authn}
   * @param keys the keys, from the outside to the inside
   */
  public static @Nullable String text(String filter, String... keys) {
    return Properties.text(path(filter, keys));
  }

  /**
   * Returns a part of dynamic metadata as the host serializes it, or null if there is none; valid
   * until the callback returns: {@code metadata.filter_metadata.FILTER.KEYS}.
   */
  public static @Nullable Bytes bytes(String filter, String... keys) {
    return Properties.bytes(path(filter, keys));
  }

  private static String[] path(String filter, String[] keys) {
    String[] path = new String[keys.length + 3];
    path[0] = "metadata";
    path[1] = "filter_metadata";
    path[2] = filter;
    for (int i = 0; i < keys.length; i++) {
      path[i + 3] = keys[i];
    }
    return path;
  }
}
