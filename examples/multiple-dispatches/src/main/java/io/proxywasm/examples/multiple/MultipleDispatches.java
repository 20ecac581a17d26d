package io.proxywasm.examples.multiple;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpCallResponse;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.Stage;
import java.util.ArrayList;
import java.util.List;

/** Holds each response until ten callouts are answered. */
public final class MultipleDispatches extends HttpContext {
  private static final int TOTAL = 10;

  private int pending = TOTAL;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(MultipleDispatches::new);
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    List<Stage<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < TOTAL; i++) {
      calls.add(
          httpCall("httpbin")
              .timeoutMillis(50_000)
              .send()
              .map(HttpCallResponse::status)
              .recover(failure -> 0)
              .onSuccess(this::onAnswer));
    }
    return Stage.all(calls).onSuccess(this::onAllAnswers);
  }

  private void onAnswer(int status) {
    pending--;
    if (pending > 0) {
      Log.info("pending dispatched requests: " + pending);
    }
  }

  private void onAllAnswers(List<Integer> statuses) {
    responseHeaders().add("total-dispatched", "" + TOTAL);
    Log.info("response resumed after processed " + TOTAL + " dispatched request");
  }
}
