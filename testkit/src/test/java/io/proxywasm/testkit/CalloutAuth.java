package io.proxywasm.testkit;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Asks the cluster {@code auth}, unless the request says {@code skip}. */
public final class CalloutAuth extends HttpContext {
  /** Makes a stream. */
  public CalloutAuth() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.http(CalloutAuth::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    Log.info("asked for " + headers.get(":path"));
    if (headers.get("skip") != null) {
      headers.add("x-seen", "yes");
      return Action.CONTINUE;
    }
    if (headers.get("throw") != null) {
      throw new IllegalStateException("as asked");
    }
    if (headers.get("loop") != null) {
      long count = 0;
      while (headers.get("loop") != null) {
        count++;
      }
      Log.info("counted to " + count);
    }
    return httpCall("auth")
        .get("/check")
        .timeoutMillis(1_000)
        .send(
            response -> {
              if (response.status() == 200) {
                continueRequest();
              } else {
                respond(403).body("no").send();
              }
            });
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    headers.set("x-auth", "done");
    return Action.CONTINUE;
  }
}
