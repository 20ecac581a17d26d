package io.proxywasm.javaguest.inside;

/** Ends the callback that was interrupted. The plugin cannot keep it. */
final class Stopped extends Error {
  private static final long serialVersionUID = 1;

  Stopped() {
    super("stopped");
  }
}
