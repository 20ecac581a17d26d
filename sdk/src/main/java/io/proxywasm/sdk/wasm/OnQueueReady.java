package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_queue_ready}, there when a plugin needs it. */
final class OnQueueReady {
  private OnQueueReady() {}

  @Export(name = "proxy_on_queue_ready")
  static void call(int contextId, int queueId) {
    Arena.enter();
    Callbacks.onQueueReady(contextId, queueId);
    Arena.leave();
  }
}
