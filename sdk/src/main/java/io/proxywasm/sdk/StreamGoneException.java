package io.proxywasm.sdk;

/** A function of a {@link Stage} was not called, as its stream has ended meanwhile. */
public final class StreamGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StreamGoneException(int contextId) {
    super("context " + Digits.of(contextId) + " is over");
  }
}
