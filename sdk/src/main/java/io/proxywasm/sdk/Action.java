package io.proxywasm.sdk;

/**
 * What the host does with a stream after a callback: {@code proxy_action_t}, and the finer answers
 * of Envoy. A {@link Stage} is an action too: the stream waits for it.
 *
 * <p>The C++ SDK's {@code ContinueAndEndStream} is not here, as Envoy takes it for {@link
 * #CONTINUE} (seen: 1.40). To end a stream, answer it or {@link HttpContext#reset} it.
 */
public sealed class Action permits Stage {
  /** Go on: pass what this callback was called for to the next filter. */
  public static final Action CONTINUE = new Action(0, 0);

  /**
   * Stop here until {@link HttpContext#continueRequest()}, {@link HttpContext#continueResponse()},
   * {@link TcpContext#continueDownstream()} or a local response.
   *
   * <p>From a headers callback, Envoy then also holds back the body: the body callback is not
   * called before the stream continues, and the sender has to wait when the buffer is full. From a
   * body callback, the body is buffered and the next call sees all that has come so far; Envoy
   * answers 413 (500 for a response) when that exceeds its buffer limit.
   */
  public static final Action PAUSE = new Action(1, 1);

  private final int headers;
  private final int data;

  Action(int headers, int data) {
    this.headers = headers;
    this.data = data;
  }

  /**
   * Stops here like {@link #PAUSE}; what follows is buffered, and Envoy answers 413 (500 for a
   * response) when it exceeds its buffer limit.
   */
  public static Action pauseAndBuffer() {
    return new Action(3, 1);
  }

  /**
   * Stops here like {@link #PAUSE}; the sender has to wait when the buffer is full, so that no size
   * is too large. From a body callback, the body callback is called again with all that has come so
   * far.
   */
  public static Action pauseAndHoldBack() {
    return new Action(4, 2);
  }

  /**
   * Stops here like {@link #PAUSE}, from a body callback: what this callback was called with is not
   * buffered but thrown away.
   */
  public static Action pauseAndDrop() {
    return new Action(1, 3);
  }

  /** Returns the name under which it stands in this class, for messages and tests. */
  @Override
  public String toString() {
    return switch (headers * 10 + data) {
      case 0 -> "CONTINUE";
      case 11 -> "PAUSE";
      case 31 -> "pauseAndBuffer";
      case 42 -> "pauseAndHoldBack";
      default -> "pauseAndDrop";
    };
  }

  /**
   * Returns the number of the ABI that a callback for headers, trailers or a connection answers.
   *
   * @param stream the stream of the callback
   * @param direction what to continue when this completes
   */
  int forHeaders(StreamContext stream, int direction, String callback) {
    return headers;
  }

  /** Returns the number of the ABI that a callback for a body answers. */
  int forData(StreamContext stream, int direction, String callback) {
    return data;
  }
}
