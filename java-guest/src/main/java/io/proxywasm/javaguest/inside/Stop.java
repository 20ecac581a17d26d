package io.proxywasm.javaguest.inside;

import io.proxywasm.host.guest.GuestException;

/** The way to stop Java code: it looks here at each method's beginning and at each jump back. */
public final class Stop {
  /** A volatile read costs next to nothing, and no compiler may move it out of a loop. */
  private static volatile boolean requested;

  private Stop() {}

  /** What is put into the plugin's code. */
  public static void check() {
    if (requested) {
      throw new Stopped();
    }
  }

  /**
   * What is put where the plugin catches exceptions of all kinds: those that end a VM are none of
   * its business, as a trap is none.
   */
  public static void passOn(Throwable failure) {
    if (failure instanceof GuestException nested) {
      throw nested;
    }
    if (failure instanceof Stopped stopped) {
      throw stopped;
    }
    if (failure instanceof VirtualMachineError fatal) {
      throw fatal;
    }
  }

  static void request() {
    requested = true;
  }
}
