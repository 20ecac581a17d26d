package io.proxywasm.maven.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** A plugin that does what no plugin can. */
public final class ThreadPlugin extends HttpContext {
  public static void main(String[] args) {
    ProxyWasm.http(ThreadPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    new Thread(() -> {}).start();
    return Action.CONTINUE;
  }
}
