package io.proxywasm.examples.routing;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import java.util.Random;

/** Throws dice for each request, and sends the even ones to the canary by another authority. */
public final class HttpRouting extends PluginContext {
  private final Random random = new Random();
  private int fixed;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(HttpRouting::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    if (!configuration.isEmpty()) {
      fixed = configuration.byteAt(0) & 255;
    }
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private int dice() {
    return fixed != 0 ? fixed : random.nextInt(1 << 30);
  }

  private final class Stream extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      int value = dice();
      Log.info("value: " + value);
      if (value % 2 == 0) {
        headers.set(":authority", headers.get(":authority", "") + "-canary");
      }
      return Action.CONTINUE;
    }
  }
}
