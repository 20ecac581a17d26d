package io.proxywasm.cli;

/** Says in words for the user why a command failed; no stack trace is shown. */
class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }

  /** Says what the cause says. */
  CliException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }

  CliException(String message, Throwable cause) {
    super(message, cause);
  }
}
