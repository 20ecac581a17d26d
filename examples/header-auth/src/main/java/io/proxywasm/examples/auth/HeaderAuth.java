package io.proxywasm.examples.auth;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** Lets requests with the header {@code allow: true} pass, and answers others with a 403. */
public final class HeaderAuth extends HttpContext {
  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(HeaderAuth::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    if ("true".equals(headers.get("allow"))) {
      return Action.CONTINUE;
    }
    return respond(403).header("powered-by", "proxy-wasm-java").body("Forbidden").send();
  }
}
