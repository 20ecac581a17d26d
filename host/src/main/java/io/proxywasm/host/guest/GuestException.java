package io.proxywasm.host.guest;

import org.jspecify.annotations.Nullable;

/** A guest that can not be loaded, or that failed: its VM is dead. */
public final class GuestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What went wrong, with the guest's backtrace where there is one. */
  public GuestException(String message) {
    super(message);
  }

  /** What went wrong, and what the engine threw. */
  public GuestException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
