package io.proxywasm.examples.shareddata;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.SharedData;

/** Counts the requests of all workers in shared data. */
public final class SharedCounter extends HttpContext {
  private static final String KEY = "shared_data_key";

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(SharedCounter::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    Bytes value = SharedData.update(KEY, SharedCounter::next); // Again when another VM was faster.
    Log.info("shared value: " + number(value));
    return Action.CONTINUE;
  }

  private static Bytes next(Bytes old) {
    long value = old == null ? 1 : number(old) + 1;
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >> 8 * i);
    }
    return Bytes.of(bytes);
  }

  /** A number in 8 bytes, the lowest first. */
  private static long number(Bytes bytes) {
    long value = 0;
    for (int i = bytes.length() - 1; i >= 0; i--) {
      value = value << 8 | bytes.byteAt(i) & 255;
    }
    return value;
  }
}
