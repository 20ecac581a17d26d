package io.proxywasm.examples.callout;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Asks another service whether a request may pass. */
public final class HttpAuthCallout extends HttpContext {
  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(HttpAuthCallout::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    return httpCall("authserver")
        .get("/auth")
        .header("authorization", headers.get("authorization", ""))
        .header("x-original-path", headers.get(":path", ""))
        .timeoutMillis(1_000)
        .send(this::onAnswer);
  }

  private void onAnswer(HttpCallResponse answer) {
    if (answer.status() == 200) {
      continueRequest();
    } else if (answer.failed() || answer.status() >= 500) {
      // Envoy answers 503 itself where it cannot connect, and 504 after the timeout.
      Log.warn("authserver gave no answer: " + reason(answer));
      respond(503).body("Authorization is not available").send();
    } else {
      respond(403).body("Forbidden").send();
    }
  }

  private static String reason(HttpCallResponse answer) {
    return answer.failed() ? answer.failure().message() : "status " + answer.status();
  }
}
