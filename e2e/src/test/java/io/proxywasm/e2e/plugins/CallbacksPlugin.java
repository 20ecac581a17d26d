package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Says what is called of the callbacks that no request leads to. */
public final class CallbacksPlugin extends PluginContext {
  public static void main(String[] args) {
    ProxyWasm.plugin(CallbacksPlugin::new);
  }

  @Override
  public boolean validateConfiguration(Bytes configuration) {
    Log.info("validate");
    return configuration.isEmpty();
  }

  @Override
  public void onForeignFunction(int function, Bytes arguments) {
    Log.info("plugin's function " + function + " with " + arguments.length());
    if (function == 9) {
      throw new IllegalStateException("no function 9");
    }
  }

  @Override
  public boolean onDone() {
    Log.info("ending");
    setTickPeriod(10);
    return false;
  }

  @Override
  public void onTick() {
    Log.info("done now");
    done();
  }

  @Override
  public void onDelete() {
    Log.info("deleted");
  }

  @Override
  public HttpContext createHttpContext() {
    return new HttpContext() {
      @Override
      public void onForeignFunction(int function, Bytes arguments) {
        Log.info("stream's function " + function);
      }

      @Override
      public void onRequestMetadata(int count) {
        Log.info("request metadata " + count);
      }

      @Override
      public void onResponseMetadata(int count) {
        Log.info("response metadata " + count);
      }
    };
  }
}
