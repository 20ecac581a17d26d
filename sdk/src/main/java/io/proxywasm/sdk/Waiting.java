package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** A stream whose callback waits for a stage. */
final class Waiting extends StageListener {
  private static final int OPEN = -1;

  private final StreamContext stream;
  private final int direction;
  private final String callback;
  private final boolean data;
  private final int endings;

  /** What the callback answers the host when the stage is over at once. */
  private int answer = OPEN;

  /** Whether the callback has returned. */
  private boolean paused;

  Waiting(StreamContext stream, int direction, String callback, boolean data) {
    this.stream = stream;
    this.direction = direction;
    this.callback = callback;
    this.data = data;
    this.endings = stream.endings();
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
    paused = true;
    return 1;
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
          Failures.fail(stream, callback, failure, data && direction == Codes.RESPONSE_STREAM);
      end(action);
      Contexts.back(before);
    }
  }

  private void end(int action) {
    if (!paused) {
      answer = action;
    } else if (action == 0 && Contexts.isLive(stream)) {
      int before = Contexts.current;
      Contexts.become(stream.contextId());
      try {
        Host.calls().continueStream(direction);
      } catch (HostcallException over) {
        Failures.log(callback, stream.contextId(), over);
      }
      Contexts.back(before);
    }
  }
}
