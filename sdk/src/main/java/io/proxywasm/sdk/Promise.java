package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * A stage that the plugin completes by itself, in any callback: a tick, a queue's, another
 * stream's.
 *
 * @param <T> the type of the value
 */
public final class Promise<T extends @Nullable Object> {
  private final Stage<T> stage = new Stage<>();

  /** Makes one that is open. */
  public Promise() {}

  /** Returns the stage that it stands for. */
  public Stage<T> stage() {
    return stage;
  }

  /** Completes the stage, if it is not over: those who wait go on before this method returns. */
  public void complete(T value) {
    stage.complete(value);
  }

  /** Makes the stage fail, if it is not over. */
  public void fail(Throwable failure) {
    stage.fail(failure);
  }
}
