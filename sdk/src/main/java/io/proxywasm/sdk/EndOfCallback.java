package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** What is left to do at the end of a callback. A type of its own, as {@link Ticker} is. */
abstract class EndOfCallback {
  private final @Nullable EndOfCallback next = Contexts.endOfCallback;

  /** Does the work of all. */
  void runAll() {
    EndOfCallback each = this;
    while (each != null) {
      try {
        each.run();
      } catch (HostcallException failure) {
        Failures.log("the end of a callback", Contexts.current, failure);
      }
      each = each.next;
    }
  }

  abstract void run();
}
