package io.proxywasm.host;

/** What becomes of streams when a plugin's VM is dead; Envoy's field {@code failure_policy}. */
public enum FailurePolicy {
  /** Streams are refused: 503 for HTTP, a closed connection for TCP. */
  FAIL_CLOSED,
  /** Streams that begin later pass without the plugin; those that it has seen fail as closed. */
  FAIL_OPEN,
  /**
   * As {@link #FAIL_OPEN}, and the streams that the plugin has seen go on without it, too: Envoy's
   * deprecated field {@code fail_open}.
   */
  FAIL_OPEN_AT_ONCE,
  /** A new VM is made at the next stream, but not faster than the backoff; until then as closed. */
  FAIL_RELOAD;

  /** Whether streams pass that begin when the VM is dead. */
  boolean isOpen() {
    return this == FAIL_OPEN || this == FAIL_OPEN_AT_ONCE;
  }
}
