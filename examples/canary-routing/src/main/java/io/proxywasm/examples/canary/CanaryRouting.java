package io.proxywasm.examples.canary;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.web.Cookies;
import io.proxywasm.web.SetCookie;
import java.util.Random;

/** Sends some clients to the canary, and each always to the same. */
public final class CanaryRouting extends PluginContext {
  private final Random random = new Random();
  private Settings settings;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(CanaryRouting::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration);
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    private String chosen;

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      String kept = Cookies.of(headers).get(settings.cookie());
      if (!"true".equals(kept) && !"false".equals(kept)) {
        kept = random.nextInt(100) < settings.percent() ? "true" : "false";
        chosen = kept;
      }
      if (kept.equals("true")) {
        headers.set(settings.header(), "true"); // Envoy chooses the route anew after it.
      } else {
        headers.remove(settings.header());
      }
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      if (chosen != null) {
        headers.add(
            "set-cookie",
            SetCookie.of(settings.cookie(), chosen)
                .path("/")
                .maxAge(settings.maxAge())
                .httpOnly()
                .sameSite(SetCookie.SameSite.LAX)
                .toString());
      }
      return Action.CONTINUE;
    }
  }
}
