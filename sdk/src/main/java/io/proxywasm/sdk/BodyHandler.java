package io.proxywasm.sdk;

/** What takes the bodies of one direction of a stream in the place of the author's callback. */
abstract class BodyHandler {
  private boolean done;

  /** Takes what is buffered. */
  abstract Action onBody(Body body, boolean endOfStream);

  /** Ends the body, as trailers have come. */
  abstract void onTrailers(Body body);

  final boolean isDone() {
    return done;
  }

  final void finish() {
    done = true;
  }
}
