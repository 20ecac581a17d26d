package io.proxywasm.sdk;

/** Counts those that are still to come. */
final class Countdown {
  private int left;

  Countdown(int count) {
    left = count;
  }

  /** One more has come; returns whether it was the last. */
  boolean isOver() {
    return --left == 0;
  }
}
