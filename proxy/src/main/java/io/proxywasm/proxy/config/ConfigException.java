package io.proxywasm.proxy.config;

/** A configuration that cannot be served. The message says where, what is wrong, what is served. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message where, what is wrong, what is served
   */
  public ConfigException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message where, what is wrong, what is served
   * @param cause what was thrown
   */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
