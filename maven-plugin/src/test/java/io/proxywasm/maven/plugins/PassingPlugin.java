package io.proxywasm.maven.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** A plugin that compiles. */
public final class PassingPlugin extends HttpContext {
  public static void main(String[] args) {
    ProxyWasm.http(PassingPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    return Action.CONTINUE;
  }
}
