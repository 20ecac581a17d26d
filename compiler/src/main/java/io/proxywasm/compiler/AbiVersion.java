package io.proxywasm.compiler;

import java.util.Optional;

/**
 * The versions of the Proxy-Wasm ABI that hosts serve. A module says which it is made for by an
 * export.
 */
public enum AbiVersion {
  /** 0.1.0, of the first plugins. */
  V0_1_0,
  /** 0.2.0. */
  V0_2_0,
  /** 0.2.1, which added {@code proxy_get_log_level}. */
  V0_2_1;

  static final String MARKER = "proxy_abi_version_";

  /** Returns the name of the export that marks a module of this version. */
  public String marker() {
    return MARKER + name().substring(1);
  }

  /** Returns the version that an export of this name marks. */
  static Optional<AbiVersion> ofMarker(String export) {
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
