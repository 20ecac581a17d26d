package io.proxywasm.examples.body;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Changes the body of the request or of the response, or sends the request's body back. */
public final class HttpBody extends PluginContext {
  private boolean echoes;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(HttpBody::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    echoes = configuration.contentEquals("echo");
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return echoes ? new Echo() : new Change();
  }

  /** Does what headers of the request say. */
  private static final class Change extends HttpContext {
    private String operation = "";
    private boolean changesResponse;

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      if (!headers.contains("content-length")) {
        return respond(400).body("content must be provided").send();
      }
      operation = headers.get("buffer-operation", "");
      changesResponse = "response".equals(headers.get("buffer-replace-at"));
      return changesResponse ? Action.CONTINUE : wholeRequestBody(this::changeRequest);
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      return changesResponse ? wholeResponseBody(this::changeResponse) : Action.CONTINUE;
    }

    private void changeRequest(Body body) {
      Log.info("original request body: " + body.get());
      change(body);
    }

    private void changeResponse(Body body) {
      Log.info("original response body: " + body.get());
      change(body);
    }

    private void change(Body body) {
      switch (operation) {
        case "append" -> body.append("[this is appended body]");
        case "prepend" -> body.prepend("[this is prepended body]");
        default -> body.replace("[this is replaced body]");
      }
    }
  }

  /** Answers with the body of the request. */
  private static final class Echo extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      return wholeRequestBody(body -> respond(200).body(body.get()).send());
    }
  }
}
