package io.proxywasm.envoy;

/** What Envoy does with requests after a plugin's VM has failed. */
public enum FailurePolicy {
  /** Answers 503. */
  FAIL_CLOSED,
  /** Leaves the plugin out. */
  FAIL_OPEN,
  /** Makes a new VM, at most one per second, and answers 503 until it is there. */
  FAIL_RELOAD
}
