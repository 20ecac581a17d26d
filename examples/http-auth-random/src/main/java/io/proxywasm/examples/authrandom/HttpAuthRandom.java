package io.proxywasm.examples.authrandom;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpCall;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.Stage;

/** Asks another server first, and lets the request pass when the hash of its answer is even. */
public final class HttpAuthRandom extends HttpContext {
  private static final String CLUSTER = "httpbin";

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(HttpAuthRandom::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    HttpCall call = httpCall(CLUSTER).timeoutMillis(50_000);
    for (Header header : headers) {
      Log.info("request header: " + header.name() + ": " + header.value());
      copy(header, call);
    }
    Stage<HttpCallResponse> answer = call.send();
    if (!answer.isOver()) { // Else the proxy refused it: there is no such cluster.
      Log.info("http call dispatched to " + CLUSTER);
    }
    return answer.map(this::decide);
  }

  private static void copy(Header header, HttpCall call) {
    switch (header.name()) {
      case ":method" -> call.method(header.value());
      case ":path" -> call.path(header.value());
      case ":authority" -> call.authority(header.value());
      case "content-length", "transfer-encoding" -> {} // The call has no body.
      default -> call.header(header.name(), header.value());
    }
  }

  private Action decide(HttpCallResponse answer) {
    for (Header header : answer.headers()) {
      Log.info("response header from " + CLUSTER + ": " + header.name() + ": " + header.value());
    }
    if (hash(answer.body()) % 2 == 0) {
      Log.info("access granted");
      return Action.CONTINUE;
    }
    Log.info("access forbidden");
    return respond(403).header("powered-by", "proxy-wasm-java").body("access forbidden").send();
  }

  /** FNV-1a with 32 bits. */
  private static int hash(Bytes bytes) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < bytes.length(); i++) {
      hash = (hash ^ bytes.byteAt(i) & 255) * 0x01000193;
    }
    return hash;
  }
}
