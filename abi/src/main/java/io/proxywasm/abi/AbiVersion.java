package io.proxywasm.abi;

import java.util.Optional;

/**
 * The versions of the ABI that Envoy serves. A module says which it is made for by the name of an
 * export.
 */
public enum AbiVersion {
  /** 0.1.0, of the first plugins; headers callbacks know no end of stream. */
  V0_1_0,
  /** 0.2.0, which most plugins carry. */
  V0_2_0,
  /** 0.2.1: 0.2.0 and {@code proxy_get_log_level}. */
  V0_2_1;

  /** What the names of all markers begin with. */
  public static final String MARKER = "proxy_abi_version_";

  /** Returns the name of the function that a module of this version exports. It is never called. */
  public String marker() {
    return MARKER + name().substring(1);
  }

  /** Returns the version that the name of an export stands for, if it is a marker. */
  public static Optional<AbiVersion> ofMarker(String export) {
    for (AbiVersion version : values()) {
      if (version.marker().equals(export)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Returns the version as people write it: {@code 0.2.1}. */
  @Override
  public String toString() {
    return name().substring(1).replace('_', '.');
  }
}
