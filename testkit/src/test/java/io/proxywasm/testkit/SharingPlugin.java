package io.proxywasm.testkit;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedData;

/** Counts requests in shared data, and in a static field. */
public final class SharingPlugin extends HttpContext {
  private static int ofVm;

  /** Makes a stream. */
  public SharingPlugin() {}

  /** Registers. */
  public static void main(String[] args) {
    ProxyWasm.http(SharingPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    ofVm++;
    Bytes shared =
        SharedData.update(
            "count",
            old -> Bytes.utf8(old == null ? "1" : "" + (Integer.parseInt(old.utf8()) + 1)));
    headers.add("x-shared", shared.utf8());
    headers.add("x-vm", "" + ofVm);
    return Action.CONTINUE;
  }
}
