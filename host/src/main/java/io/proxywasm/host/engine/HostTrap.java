package io.proxywasm.host.engine;

/** Stops the guest from inside of a hostcall. The message goes behind "Function: ... failed: ". */
final class HostTrap extends RuntimeException {
  private static final long serialVersionUID = 1;

  HostTrap(String message) {
    super(message);
  }
}
