package io.proxywasm.bench.proxy;

import java.util.concurrent.CompletableFuture;

/** A counted number of requests, sent as the responses come. Used by one event loop only. */
final class Load {
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private int unsent;
  private int unanswered;

  Load(int requests) {
    unsent = requests;
    unanswered = requests;
  }

  /** Whether one more request is to be sent, which the caller then does. */
  boolean next() {
    if (unsent == 0 || done.isDone()) {
      return false;
    }
    unsent--;
    return true;
  }

  void answered(int status) {
    if (status != 200) {
      failed(new IllegalStateException("a response with status " + status));
    } else if (--unanswered == 0) {
      done.complete(null);
    }
  }

  void failed(Throwable cause) {
    done.completeExceptionally(cause);
  }

  CompletableFuture<Void> done() {
    return done;
  }
}
