package io.proxywasm.examples.headers;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Logs all headers of requests and responses, sets one and adds two. */
public final class HttpHeaders extends PluginContext {
  private String name = "";
  private String value = "";

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(HttpHeaders::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    if (!configuration.isEmpty()) {
      Settings settings = SettingsReader.read(configuration);
      name = settings.header().trim();
      value = settings.value().trim();
      Log.info("header from config: " + name + " = " + value);
    }
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      headers.set("test", "best");
      for (Header header : headers) {
        Log.info("request header --> " + header.name() + ": " + header.value());
      }
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      headers.add("x-proxy-wasm-java-example", "http-headers");
      if (!name.isEmpty()) {
        Log.info("adding header: " + name + "=" + value);
        headers.add(name, value); // Beside those of the upstream; set would replace them.
      }
      for (Header header : headers) {
        Log.info("response header <-- " + header.name() + ": " + header.value());
      }
      return Action.CONTINUE;
    }

    @Override
    public void onDone() {
      Log.info(contextId() + " finished");
    }
  }
}
