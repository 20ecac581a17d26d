package io.proxywasm.examples.sharedqueue.receiver;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedQueue;

/** Logs what comes by the queue that its configuration names. */
public final class QueueReceiver extends PluginContext {
  private String name = "";

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(QueueReceiver::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    name = configuration.utf8();
    int id = SharedQueue.register(name).id();
    Log.info("queue \"" + name + "\" registered as queueID=" + id + " by contextID=" + contextId());
    return true;
  }

  @Override
  public void onQueueReady(SharedQueue queue) {
    Bytes data = queue.dequeue();
    if (data != null) { // Another VM may have taken it.
      Log.info(
          "(contextID="
              + contextId()
              + ") dequeued data from "
              + name
              + "(queueID="
              + queue.id()
              + "): "
              + data);
    }
  }
}
