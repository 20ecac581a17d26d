package io.proxywasm.examples.hello;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Clock;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import java.util.Random;

/** Says hello at the start, every second, and for each request. */
public final class HelloWorld extends PluginContext {
  private final Random random = new Random();
  private int ticks;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(HelloWorld::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    Log.info("hello from Java");
    setTickPeriod(1_000);
    return true;
  }

  @Override
  public void onTick() {
    ticks++;
    Log.info("It's " + Clock.nanoseconds() + ": random value: " + random.nextLong());
    Log.info("tick " + ticks);
  }

  @Override
  public HttpContext createHttpContext() {
    return new HelloRequest();
  }

  private static final class HelloRequest extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      Log.info("hello " + headers.get(":path"));
      return Action.CONTINUE;
    }
  }
}
