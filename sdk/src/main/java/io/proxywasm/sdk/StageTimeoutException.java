package io.proxywasm.sdk;

/** What {@link Stage#timeoutMillis} waited for has not come in time. */
public final class StageTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StageTimeoutException(int milliseconds) {
    super("nothing came in " + Digits.of(milliseconds) + " ms");
  }
}
