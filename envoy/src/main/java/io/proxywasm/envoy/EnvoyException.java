package io.proxywasm.envoy;

/** Says what failed with Envoy, and what to do about it. */
public final class EnvoyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what failed, where, and what to do
   */
  public EnvoyException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message what failed, where, and what to do
   * @param cause what it came from
   */
  public EnvoyException(String message, Throwable cause) {
    super(message, cause);
  }
}
