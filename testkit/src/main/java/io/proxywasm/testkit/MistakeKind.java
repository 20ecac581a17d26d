package io.proxywasm.testkit;

/** What plugins get wrong. */
public enum MistakeKind {
  /**
   * A callback answered something that is no action; or it let a request go on that was then
   * continued or answered, as if it were held back.
   */
  WRONG_ACTION,
  /** A request or response is held back, and nothing is under way that could continue it. */
  FORGOTTEN_CONTINUE,
  /** Headers, a body or trailers were changed after they had gone on. */
  CHANGED_TOO_LATE,
  /** A body was held back until the proxy's buffer was full. */
  UNBOUNDED_BODY,
  /** An exception left a callback; the sdk has caught and logged it, and failed the stream. */
  EXCEPTION,
  /** A callback ran until it was stopped. */
  ENDLESS_LOOP,
  /** The VM died: a trap, a stack overflow, no memory. */
  TRAP
}
