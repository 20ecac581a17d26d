package io.proxywasm.docs;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Lets some requests pass. */
public final class GatePlugin extends PluginContext {
  private String name = "";

  public static void main(String[] args) {
    ProxyWasm.plugin(GatePlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    name = configuration.utf8();
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new HttpContext() {
      @Override
      public Action onRequestHeaders(Headers headers, boolean endOfStream) {
        return "true".equals(headers.get("allow"))
            ? Action.CONTINUE
            : respond(403).body("Forbidden by " + name).send();
      }
    };
  }
}
