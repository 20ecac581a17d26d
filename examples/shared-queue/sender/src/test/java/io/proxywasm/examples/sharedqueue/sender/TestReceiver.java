package io.proxywasm.examples.sharedqueue.sender;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedQueue;
import java.util.ArrayList;
import java.util.List;

/** Logs what comes by the queues. */
public final class TestReceiver extends PluginContext {
  private static final String[] NAMES = {
    "http_request_headers", "http_response_headers", "tcp_data_hashes"
  };

  private final List<SharedQueue> queues = new ArrayList<>();

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(TestReceiver::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    for (String name : NAMES) {
      queues.add(SharedQueue.register(name));
    }
    return true;
  }

  @Override
  public void onQueueReady(SharedQueue queue) {
    Log.info(NAMES[queues.indexOf(queue)] + " " + queue.dequeue());
  }
}
