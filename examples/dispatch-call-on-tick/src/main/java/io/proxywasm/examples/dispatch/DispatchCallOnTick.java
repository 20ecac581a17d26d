package io.proxywasm.examples.dispatch;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import java.util.Random;

/** Calls another server ten times a second, without any request. */
public final class DispatchCallOnTick extends PluginContext {
  private static final int TICK_MILLIS = 100;

  private final Random random = new Random();
  private int called;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(DispatchCallOnTick::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    setTickPeriod(TICK_MILLIS);
    Log.info("set tick period milliseconds: " + TICK_MILLIS);
    return true;
  }

  @Override
  public void onTick() {
    Action unused =
        httpCall("web_service")
            .get(random.nextBoolean() ? "/ok" : "/fail")
            .authority("some_authority")
            .header("accept", "*/*")
            .timeoutMillis(5_000)
            .send(this::onAnswer);
  }

  private void onAnswer(HttpCallResponse answer) {
    called++;
    Log.info("called " + called + " for contextID=" + contextId());
    if (answer.failed()) {
      Log.warn("no answer: " + answer.failure().message());
      return;
    }
    for (Header header : answer.headers()) {
      Log.info("response header for the dispatched call: " + header.name() + ": " + header.value());
    }
    for (Header trailer : answer.trailers()) {
      Log.info(
          "response trailer for the dispatched call: " + trailer.name() + ": " + trailer.value());
    }
  }
}
