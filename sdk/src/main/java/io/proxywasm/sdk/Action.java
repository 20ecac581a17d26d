package io.proxywasm.sdk;

/** What the host does with a stream after a callback: {@code proxy_action_t}. */
public enum Action {
  /** Go on: pass what this callback was called for to the next filter. */
  CONTINUE,

  /**
   * Stop here until {@link HttpContext#continueRequest()}, {@link HttpContext#continueResponse()}
   * or a local response.
   *
   * <p>From a headers callback, Envoy then also holds back the body: the body callback is not
   * called before the stream continues. From a body callback, the body is buffered and the next
   * call sees all that has come so far; Envoy answers 413 when that exceeds its buffer limit.
   */
  PAUSE;

  /** Returns the number that stands for this action in the ABI. */
  public int code() {
    return ordinal();
  }
}
