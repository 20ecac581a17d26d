package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/**
 * Throws in the callback that the header {@code fail} names; {@code open} says whether the stream
 * then passes.
 */
public final class FailingPlugin extends PluginContext {
  private static boolean failNextStream;
  private static boolean failNextTick;

  public static void main(String[] args) {
    ProxyWasm.plugin(FailingPlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    setTickPeriod(20);
    return true;
  }

  @Override
  public void onTick() {
    if (failNextTick) {
      failNextTick = false;
      throw new IllegalStateException("thrown in onTick");
    }
  }

  @Override
  public HttpContext createHttpContext() {
    if (failNextStream) {
      failNextStream = false;
      throw new IllegalStateException("thrown in createHttpContext");
    }
    return new Stream();
  }

  private static final class Stream extends HttpContext {
    private String fail = "";
    private boolean open;

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      fail = headers.get("fail", "");
      open = headers.contains("open");
      headers.add("seen", "request");
      failNextStream = fail.equals("createHttpContext");
      failNextTick = fail.equals("onTick");
      failIn("onRequestHeaders");
      if (fail.equals("callout")) {
        return httpCall("upstream").get("/callout").send(response -> failIn("callout"));
      }
      if (fail.equals("failOpen")) {
        failIn("failOpen");
      }
      return Action.CONTINUE;
    }

    @Override
    public Action onRequestBody(Body body, boolean endOfStream) {
      failIn("onRequestBody");
      return Action.CONTINUE;
    }

    @Override
    public Action onRequestTrailers(Headers trailers) {
      failIn("onRequestTrailers");
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      headers.add("seen", "response");
      failIn("onResponseHeaders");
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseBody(Body body, boolean endOfStream) {
      failIn("onResponseBody");
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseTrailers(Headers trailers) {
      failIn("onResponseTrailers");
      return Action.CONTINUE;
    }

    @Override
    public void onLog() {
      failIn("onLog");
    }

    @Override
    public void onDone() {
      failIn("onDone");
    }

    @Override
    public void onDelete() {
      failIn("onDelete");
      Log.info("deleted " + contextId());
    }

    @Override
    protected boolean failOpen() {
      if (fail.equals("failOpen")) {
        throw new IllegalStateException("thrown in failOpen itself");
      }
      return open;
    }

    private void failIn(String callback) {
      if (fail.equals(callback)) {
        throw new IllegalStateException("thrown in " + callback);
      }
    }
  }
}
