package io.proxywasm.examples.body;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;

/** Changes the body of the request or of the response, as headers of the request say. */
public final class HttpBody extends HttpContext {
  private String operation = "";
  private boolean changesResponse;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(HttpBody::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    operation = headers.get("buffer-operation", "");
    if (operation.isEmpty()) {
      return Action.CONTINUE;
    }
    changesResponse = "response".equals(headers.get("buffer-replace-at"));
    return changesResponse ? Action.CONTINUE : wholeRequestBody(this::change);
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    return changesResponse ? wholeResponseBody(this::change) : Action.CONTINUE;
  }

  private void change(Body body) {
    switch (operation) {
      case "replace" -> body.replace("[this is the replaced body]");
      case "append" -> body.append("[this is appended]");
      case "prepend" -> body.prepend("[this is prepended]");
      default -> {}
    }
  }
}
