package io.proxywasm.e2e.probe;

import java.util.Locale;

/** The versions of the ABI, by the names of their markers. */
public enum AbiVersion {
  V0_1_0,
  V0_2_0,
  V0_2_1;

  String marker() {
    return "proxy_abi_version_" + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
