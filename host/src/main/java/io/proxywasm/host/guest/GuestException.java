package io.proxywasm.host.guest;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A guest that can not be loaded, or that failed: its VM is dead. */
public final class GuestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private boolean answered;
  private int answer;

  /** What went wrong, with the guest's backtrace where there is one. */
  public GuestException(String message) {
    super(message);
  }

  /**
   * Keeps what the callback has answered all the same, as it went on to its end after its allocator
   * had failed. Returns this.
   */
  public GuestException withAnswer(int value) {
    answered = true;
    answer = value;
    return this;
  }

  /** What the callback has answered all the same; empty when it has not. */
  public OptionalInt answer() {
    return answered ? OptionalInt.of(answer) : OptionalInt.empty();
  }

  /** What went wrong, and what the engine threw. */
  public GuestException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
