package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A stream whose callback waits for a stage. What comes of the stream meanwhile is kept back, and
 * handed to the plugin when the stage is complete: the plugin's callbacks are not called again for
 * what waits already.
 */
final class Waiting extends StageListener {
  private static final int OPEN = -1;

  private final StreamContext stream;
  private final int direction;
  private final String callback;
  private final boolean data;
  private final int endings;

  /** What the callback answers the host when the stage is over at once. */
  private int answer = OPEN;

  /** What has come since the callback has returned; null before. */
  private @Nullable Arrivals arrivals;

  Waiting(StreamContext stream, int direction, String callback, boolean data) {
    this.stream = stream;
    this.direction = direction;
    this.callback = callback;
    this.data = data;
    this.endings = stream.endingsAtEntry();
  }

  /** Returns the action of the ABI that the callback answers. */
  int answer() {
    if (answer != OPEN) {
      return answer;
    }
    if (direction == Codes.UPSTREAM_STREAM) {
      throw new IllegalStateException(
          "the upstream's data cannot wait for a stage: no host can be told to go on with them");
    }
    Arrivals held = new Arrivals();
    arrivals = held;
    hold(held);
    return 1;
  }

  private void hold(@Nullable Hold hold) {
    if (direction == Codes.RESPONSE_STREAM) {
      stream.outgoing = hold;
    } else {
      stream.incoming = hold;
    }
  }

  private boolean hasEnded() {
    return stream.endings() != endings;
  }

  @Override
  void completed(@Nullable Object value) {
    if (value instanceof Stage<?> another) {
      another.listen(this);
    } else if (hasEnded()) {
      end(1);
    } else if (value instanceof Action action) {
      end(
          data
              ? action.forData(stream, direction, callback)
              : action.forHeaders(stream, direction, callback));
    } else {
      end(0);
    }
  }

  @Override
  void failed(Throwable failure) {
    if (hasEnded()) {
      end(1);
      return;
    }
    int before = Contexts.current;
    if (Contexts.enter(stream.contextId())) {
      int action =
          data && direction == Codes.RESPONSE_STREAM
              ? Failures.cut(stream, callback, failure)
              : Failures.fail(stream, callback, failure);
      end(action);
      Contexts.back(before);
    }
  }

  private void end(int action) {
    Arrivals held = arrivals;
    if (held == null) {
      answer = action;
      return;
    }
    hold(null);
    if (action == 0 && Contexts.isLive(stream)) {
      int before = Contexts.current;
      Contexts.become(stream.contextId());
      try {
        if (held.hand(stream.contextId()) == 0) {
          Host.calls().continueStream(direction);
        }
      } catch (HostcallException over) {
        Failures.log(callback, stream.contextId(), over);
      }
      Contexts.back(before);
    }
  }
}
