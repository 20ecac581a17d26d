package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** A plugin's function that waits for a stage and makes the next one, in the context of its own. */
abstract class StageFunction extends StageListener {
  private final int contextId = Contexts.current;
  private final Stage<?> made;

  StageFunction(Stage<?> made) {
    this.made = made;
  }

  /** What it does with a value, if it is for values; else the next stage has the same. */
  void apply(@Nullable Object value) {
    made.completeWith(value);
  }

  /** What it does with a failure, if it is for failures; else the next stage fails too. */
  void applyFailure(Throwable failure) {
    made.fail(failure);
  }

  @Override
  void completed(@Nullable Object value) {
    int before = Contexts.current;
    if (!Contexts.enter(contextId)) {
      made.fail(new StreamGoneException(contextId));
      return;
    }
    try {
      apply(value);
    } catch (Throwable thrown) {
      made.fail(thrown);
    } finally {
      Contexts.back(before);
    }
  }

  @Override
  void failed(Throwable failure) {
    int before = Contexts.current;
    if (!Contexts.enter(contextId)) {
      made.fail(new StreamGoneException(contextId));
      return;
    }
    try {
      applyFailure(failure);
    } catch (Throwable thrown) {
      made.fail(thrown);
    } finally {
      Contexts.back(before);
    }
  }
}
