package io.proxywasm.sdk;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Collects a body in the host's buffer and gives it away at the end. */
final class WholeBody extends BodyHandler {
  private final int limit;
  private final Consumer<Body> handler;
  private final Supplier<Action> overLimit;

  WholeBody(int limit, Consumer<Body> handler, Supplier<Action> overLimit) {
    this.limit = limit;
    this.handler = handler;
    this.overLimit = overLimit;
  }

  @Override
  Action onBody(Body body, boolean endOfStream) {
    if (body.size() > limit) {
      finish();
      return overLimit.get();
    }
    if (!endOfStream) {
      return Action.PAUSE;
    }
    finish();
    handler.accept(body);
    return Action.CONTINUE;
  }

  @Override
  void onTrailers(Body body) {
    finish();
    handler.accept(body);
  }
}
