package io.proxywasm.examples.configuration;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Digits;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Adds a header to responses and blocks paths, as its configuration says. */
public final class ConfiguredPlugin extends PluginContext {
  private Settings settings = Settings.NONE;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(ConfiguredPlugin::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration);
    Log.info("blocked paths: " + Digits.of(settings.blockedPaths().size()));
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream(settings);
  }

  private static final class Stream extends HttpContext {
    private final Settings settings;

    Stream(Settings settings) {
      this.settings = settings;
    }

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      String path = headers.get(":path", "");
      for (String blocked : settings.blockedPaths()) {
        if (path.startsWith(blocked)) {
          return respond(settings.blockedStatus()).body("Blocked").send();
        }
      }
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      headers.set(settings.header(), settings.value());
      return Action.CONTINUE;
    }
  }
}
