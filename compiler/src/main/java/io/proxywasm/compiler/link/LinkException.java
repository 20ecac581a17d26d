package io.proxywasm.compiler.link;

/** Says why a module cannot become a Proxy-Wasm plugin. */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Reports something that cannot be linked.
   *
   * @param message what, and what to do about it
   */
  public LinkException(String message) {
    super(message);
  }

  /**
   * Reports a module that cannot be read.
   *
   * @param message what
   * @param cause why
   */
  public LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
