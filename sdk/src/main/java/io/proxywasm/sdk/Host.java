package io.proxywasm.sdk;

/**
 * Holds the host of this VM. A VM has one, and a JVM that runs several VMs gives each its own class
 * loader.
 */
final class Host {
  @SuppressWarnings(
      "NullAway.Init") // Start and the embedding host connect before anything else runs.
  private static Hostcalls calls;

  private Host() {}

  static void connect(Hostcalls hostcalls) {
    calls = hostcalls;
  }

  static Hostcalls calls() {
    return calls;
  }
}
