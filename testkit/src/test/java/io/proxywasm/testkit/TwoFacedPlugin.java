package io.proxywasm.testkit;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Properties;
import io.proxywasm.sdk.ProxyWasm;

/** Does not do the same everywhere, for some requests. */
public final class TwoFacedPlugin extends HttpContext {
  private boolean odd;

  /** Makes a stream. */
  public TwoFacedPlugin() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.http(TwoFacedPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    odd = headers.get("x-odd") != null;
    if (headers.get("x-where") != null) {
      headers.set("x-node", String.valueOf(Properties.text("xds", "node", "id")));
    }
    return Action.CONTINUE;
  }

  /** A module has no stack traces. */
  @Override
  public Action onResponseBody(Body body, boolean endOfStream) {
    if (odd && new IllegalStateException("where").getStackTrace().length > 0) {
      body.append("!");
    }
    return Action.CONTINUE;
  }
}
