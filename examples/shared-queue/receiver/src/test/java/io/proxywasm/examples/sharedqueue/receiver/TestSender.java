package io.proxywasm.examples.sharedqueue.receiver;

import static java.util.Objects.requireNonNull;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedQueue;

/** Sends the path of each request. */
public final class TestSender extends HttpContext {
  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(TestSender::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    requireNonNull(SharedQueue.resolve("receiver", "letters")).enqueue(headers.get(":path", ""));
    return Action.CONTINUE;
  }
}
