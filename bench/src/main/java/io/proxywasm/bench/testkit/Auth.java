package io.proxywasm.bench.testkit;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** A plugin as they are: reads and writes headers, asks another service, answers itself. */
public final class Auth extends HttpContext {
  /** Makes a stream. */
  public Auth() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.http(Auth::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    Log.info("asked for " + headers.get(":path"));
    headers.set("x-seen", "yes");
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
