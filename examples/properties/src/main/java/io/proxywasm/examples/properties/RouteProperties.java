package io.proxywasm.examples.properties;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.Properties;
import io.proxywasm.sdk.ProxyWasm;

/** Requires the header that the metadata of the route names. */
public final class RouteProperties extends HttpContext {
  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(RouteProperties::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    String auth =
        Properties.text(
            "xds", "route_metadata", "filter_metadata", "envoy.filters.http.wasm", "auth");
    if (auth == null) {
      Log.info("no auth header for route");
      return Action.CONTINUE;
    }
    Log.info("auth header is \"" + auth + "\"");
    return headers.contains(auth) ? Action.CONTINUE : respond(401).grpcStatus(16).send();
  }

  @Override
  public void onDone() {
    Log.info(contextId() + " finished");
  }
}
