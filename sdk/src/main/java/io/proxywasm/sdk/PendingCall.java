package io.proxywasm.sdk;

import java.util.function.Consumer;

/** An HTTP callout under way, and the context that waits for it. */
record PendingCall(int contextId, Consumer<HttpCallResponse> callback) {
  /** All of this VM, by their ids. */
  static final IntMap<PendingCall> ALL = new IntMap<>();
}
