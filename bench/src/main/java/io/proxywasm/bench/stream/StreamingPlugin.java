package io.proxywasm.bench.stream;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.BodyRewrite;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** Replaces a word in the bodies of requests and responses while they pass. */
public final class StreamingPlugin extends HttpContext {
  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(StreamingPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    headers.set("x-envoy-upstream-rq-timeout-ms", "0"); // Envoy's own is 15 seconds.
    return endOfStream
        ? Action.CONTINUE
        : rewriteRequestBody(BodyRewrite.replaceAll(Pattern.WORD, Pattern.REPLACEMENT));
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    return endOfStream
        ? Action.CONTINUE
        : rewriteResponseBody(BodyRewrite.replaceAll(Pattern.WORD, Pattern.REPLACEMENT));
  }
}
