package io.proxywasm.testkit;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Does a bit of everything, and the same everywhere. */
public final class SteadyPlugin extends HttpContext {
  private boolean changing;

  /** Makes a stream. */
  public SteadyPlugin() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.http(SteadyPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    changing = headers.get("x-change") != null;
    headers.add("x-tag", "tags: " + headers.all("x-tag").size());
    if (headers.get("x-throw") != null) {
      throw new IllegalStateException("as asked");
    }
    if (headers.get("x-deny") != null) {
      return respond(403).header("x-why", "denied").body("no").send();
    }
    if (headers.get("x-call") != null) {
      return httpCall("auth")
          .post("/check")
          .header("x-path", headers.get(":path", ""))
          .body("body")
          .timeoutMillis(1_000)
          .send(
              response -> {
                Log.info("status " + response.status() + ", " + response.body().utf8());
                if (response.status() < 400) {
                  requestHeaders().set("x-allowed", "1");
                  continueRequest();
                } else {
                  respond(response.status()).body("refused").send();
                }
              });
    }
    return changing ? wholeRequestBody(body -> body.append("+")) : Action.CONTINUE;
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    headers.remove("x-b");
    return changing ? wholeResponseBody(body -> body.prepend("-")) : Action.CONTINUE;
  }
}
