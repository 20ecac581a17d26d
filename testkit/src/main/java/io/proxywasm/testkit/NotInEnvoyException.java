package io.proxywasm.testkit;

/**
 * Something that a test wants cannot be done to an Envoy, or not be seen of it, from outside. With
 * the JUnit extension the test is then skipped in {@link Mode#ENVOY}.
 */
public final class NotInEnvoyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotInEnvoyException(String what) {
    super("Not in an Envoy: " + what);
  }
}
