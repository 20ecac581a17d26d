package io.proxywasm.sdk;

/**
 * What a host offers beyond the ABI: {@code proxy_call_foreign_function}. For those of Envoy there
 * is {@link EnvoyFunctions}.
 */
public final class ForeignFunctions {
  private ForeignFunctions() {}

  /**
   * Calls a function of the host, and returns what it gives back, valid until the callback returns:
   * {@code proxy_call_foreign_function}.
   *
   * @throws HostcallException if the host has no function of the name (NOT_FOUND), or by its status
   */
  public static Bytes call(String name, Bytes arguments) {
    return Host.calls().callForeignFunction(name, arguments);
  }

  /** Calls a function of the host with a text, as {@link #call(String, Bytes)} does. */
  public static Bytes call(String name, String arguments) {
    return call(name, Bytes.utf8(arguments));
  }
}
