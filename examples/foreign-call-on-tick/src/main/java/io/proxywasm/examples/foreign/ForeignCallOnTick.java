package io.proxywasm.examples.foreign;

import io.proxywasm.crypto.Hex;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.EnvoyFunctions;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Has the proxy compress a text on each tick. */
public final class ForeignCallOnTick extends PluginContext {
  private static final int TICK_MILLIS = 100;

  private int calls;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(ForeignCallOnTick::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    setTickPeriod(TICK_MILLIS);
    Log.info("set tick period milliseconds: " + TICK_MILLIS);
    return true;
  }

  @Override
  public void onTick() {
    calls++;
    Bytes result = EnvoyFunctions.compress(Bytes.utf8("hello world!"));
    Log.info(
        "foreign function (compress) called: "
            + calls
            + ", result: "
            + Hex.encode(result.toByteArray()));
  }
}
