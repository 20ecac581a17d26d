package io.proxywasm.examples.headers;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Reads all headers of requests and responses, and changes some. */
public final class HttpHeaders extends HttpContext {
  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(HttpHeaders::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    for (Header header : headers) {
      Log.info("request header " + header.name() + ": " + header.value());
    }
    headers.set("x-from", "java");
    headers.remove("x-secret");

    // A header may be there more than once: get gives its first value, all gives all of them.
    int tags = headers.all("x-tag").size();
    headers.add("x-tag", "added-after-" + tags);
    return Action.CONTINUE;
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    for (Header header : headers) {
      Log.info("response header " + header.name() + ": " + header.value());
    }
    headers.set("x-powered-by", "proxy-wasm-java");
    headers.remove("x-envoy-upstream-service-time");
    headers.add("set-cookie", "first=1");
    headers.add("set-cookie", "second=2");
    return Action.CONTINUE;
  }
}
