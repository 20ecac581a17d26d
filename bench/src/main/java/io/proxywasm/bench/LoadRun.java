package io.proxywasm.bench;

import java.util.concurrent.CompletableFuture;

/** Counts the requests of one run down. Used by one event loop only. */
final class LoadRun {
  private final boolean filtered;
  private final CompletableFuture<Void> done;
  private int unsent;
  private int unanswered;

  /**
   * Plans a run.
   *
   * @param filtered whether each response must carry the plugin's header
   */
  LoadRun(int requests, boolean filtered, CompletableFuture<Void> done) {
    this.filtered = filtered;
    this.done = done;
    this.unsent = requests;
    this.unanswered = requests;
  }

  /** Whether one more request is to be sent, which the caller then does. */
  boolean next() {
    if (unsent == 0 || done.isDone()) {
      return false;
    }
    unsent--;
    return true;
  }

  boolean filtered() {
    return filtered;
  }

  void answered() {
    unanswered--;
    if (unanswered == 0) {
      done.complete(null);
    }
  }

  void failed(Throwable cause) {
    done.completeExceptionally(cause);
  }
}
