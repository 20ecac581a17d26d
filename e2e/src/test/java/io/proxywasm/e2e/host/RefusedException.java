package io.proxywasm.e2e.host;

/** A host refused a configuration; the message is the host's. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
