package io.proxywasm.host;

/** What becomes of streams when a plugin's VM is dead; Envoy's field {@code failure_policy}. */
public enum FailurePolicy {
  /** Streams are refused: 503 for HTTP, a closed connection for TCP. */
  FAIL_CLOSED,
  /** Streams pass without the plugin. */
  FAIL_OPEN,
  /** A new VM is made at the next stream, but not faster than the backoff; until then as closed. */
  FAIL_RELOAD
}
