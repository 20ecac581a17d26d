package io.proxywasm.abi;

import org.jspecify.annotations.Nullable;

/**
 * The versions of the ABI that Envoy serves, told by the name of a marker that a module exports.
 */
public enum AbiVersion {
  /** The first one; headers callbacks know no end of stream. */
  V0_1_0("proxy_abi_version_0_1_0"),
  /** The one that most plugins carry. */
  V0_2_0("proxy_abi_version_0_2_0"),
  /** {@link #V0_2_0} and {@code proxy_get_log_level}. */
  V0_2_1("proxy_abi_version_0_2_1");

  private final String marker;

  AbiVersion(String marker) {
    this.marker = marker;
  }

  /** Returns the name of the function that a module of this version exports. It is never called. */
  public String marker() {
    return marker;
  }

  /** Returns the version that the name of an export stands for, or null if it is no marker. */
  public static @Nullable AbiVersion ofMarker(String export) {
    for (AbiVersion version : values()) {
      if (version.marker.equals(export)) {
        return version;
      }
    }
    return null;
  }
}
