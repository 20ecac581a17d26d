package io.proxywasm.envoy;

/** What Envoy does with requests after a plugin's VM has failed. */
public enum FailurePolicy {
  /** Answers 503. */
  FAIL_CLOSED,
  /** Leaves the plugin out of streams that begin later; those that it has seen get a 503. */
  FAIL_OPEN,
  /** Leaves the plugin out of all streams: the deprecated field {@code fail_open}. */
  FAIL_OPEN_AT_ONCE,
  /** Makes a new VM, at most one per second, and answers 503 until it is there. */
  FAIL_RELOAD
}
