package io.proxywasm.testkit;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Counter;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.Histogram;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.Properties;
import io.proxywasm.sdk.ProxyWasm;

/** Leaves its mark on headers and trailers; holds bodies back when told so. */
public final class StepPlugin extends HttpContext {
  private boolean holding;
  private boolean refusing;

  /** Makes a stream. */
  public StepPlugin() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.http(StepPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    holding = headers.get("hold") != null;
    refusing = headers.get("refuse") != null;
    headers.set("x-step", "headers");
    Log.warn("warned");
    Counter requests = Metrics.counter("requests");
    requests.increment();
    Histogram sizes = Metrics.histogram("sizes");
    sizes.record(7);
    if (headers.get("properties") != null) {
      headers.set("x-cluster", String.valueOf(Properties.text("xds", "cluster_name")));
      headers.set("x-protocol", String.valueOf(Properties.text("request", "protocol")));
    }
    return Action.CONTINUE;
  }

  @Override
  public Action onRequestBody(Body body, boolean endOfStream) {
    return holding && !endOfStream ? Action.PAUSE : Action.CONTINUE;
  }

  @Override
  public Action onRequestTrailers(Headers trailers) {
    trailers.set("x-step", "t");
    return Action.CONTINUE;
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    return refusing ? respond(502).body("refused").send() : Action.CONTINUE;
  }

  @Override
  public Action onResponseBody(Body body, boolean endOfStream) {
    return holding && !endOfStream ? Action.PAUSE : Action.CONTINUE;
  }

  @Override
  public Action onResponseTrailers(Headers trailers) {
    trailers.set("x-step", "rt");
    return Action.CONTINUE;
  }

  @Override
  public void onDone() {
    Log.info("done");
  }
}
