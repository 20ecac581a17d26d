package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** Holds the host of this VM. A VM has one, and a JVM that runs several VMs gives each its own class loader. */
final class Host {
  private static @Nullable Hostcalls calls;

  private Host() {}

  static void connect(Hostcalls hostcalls) {
    calls = hostcalls;
  }

  static Hostcalls calls() {
    Hostcalls host = calls;
    if (host == null) {
      throw new IllegalStateException("no host is connected; a plugin runs in Envoy or in an embedding host");
    }
    return host;
  }
}
