package io.proxywasm.sdk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages that failed in this callback; what nobody handles of it is logged at its end. */
@Cold
final class Unhandled extends EndOfCallback {
  private static @Nullable Unhandled instance;

  private List<Stage<?>> stages = new ArrayList<>();

  static void watch(Stage<?> stage) {
    Unhandled unhandled = instance;
    if (unhandled == null) {
      unhandled = new Unhandled();
      instance = unhandled;
      Contexts.endOfCallback = unhandled;
    }
    unhandled.stages.add(stage);
  }

  @Override
  void run() {
    List<Stage<?>> failed = stages;
    stages = new ArrayList<>();
    for (Stage<?> stage : failed) {
      Throwable failure = stage.unhandledFailure();
      if (failure != null) {
        Failures.log("a stage that nobody waits for", Contexts.current, failure);
      }
    }
  }
}
