package io.proxywasm.examples.postpone;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.Promise;
import io.proxywasm.sdk.ProxyWasm;
import java.util.ArrayList;
import java.util.List;

/** Holds requests back until the next second begins. */
public final class PostponeRequests extends PluginContext {
  private List<Promise<Boolean>> postponed = new ArrayList<>();

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(PostponeRequests::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    setTickPeriod(1_000);
    return true;
  }

  @Override
  public void onTick() {
    List<Promise<Boolean>> resumed = postponed;
    postponed = new ArrayList<>();
    for (Promise<Boolean> request : resumed) {
      request.complete(true); // Without effect when the client has gone.
    }
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      Log.info("postpone request with contextID=" + contextId());
      Promise<Boolean> tick = new Promise<>();
      postponed.add(tick);
      return tick.stage()
          .onSuccess(done -> Log.info("resume request with contextID=" + contextId()));
    }
  }
}
