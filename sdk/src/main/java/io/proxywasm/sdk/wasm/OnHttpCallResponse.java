package io.proxywasm.sdk.wasm;

import io.proxywasm.sdk.Callbacks;
import org.teavm.interop.Export;

/** The export {@code proxy_on_http_call_response}, there when a plugin needs it. */
final class OnHttpCallResponse {
  private OnHttpCallResponse() {}

  @Export(name = "proxy_on_http_call_response")
  static void call(int contextId, int callId, int headers, int bodySize, int trailers) {
    Arena.enter();
    Callbacks.onHttpCallResponse(contextId, callId, headers, bodySize);
    Arena.leave();
  }
}
