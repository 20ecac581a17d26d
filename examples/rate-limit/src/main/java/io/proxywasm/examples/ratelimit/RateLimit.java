package io.proxywasm.examples.ratelimit;

import io.proxywasm.ratelimit.TokenBucket;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Digits;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.Properties;
import io.proxywasm.sdk.ProxyWasm;

/** Answers 429 to a client that makes too many requests, whichever workers get them. */
public final class RateLimit extends PluginContext {
  private Settings settings;
  private TokenBucket bucket;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(RateLimit::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration);
    double perSecond = (double) settings.requests() / settings.seconds();
    bucket = new TokenBucket("rate-limit", settings.burst(), perSecond, settings.maxClients());
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      TokenBucket.Result result = bucket.tryTake(client(headers));
      if (result.taken()) {
        return Action.CONTINUE;
      }
      int seconds = (int) ((result.retryAfterMillis() + 999) / 1000);
      return respond(429)
          .header("retry-after", Digits.of(seconds))
          .body("Too Many Requests")
          .send();
    }

    private String client(Headers headers) {
      if (settings.clientHeader().isPresent()) {
        return headers.get(settings.clientHeader().get(), "");
      }
      String address = Properties.text("source", "address");
      return address == null ? "" : withoutPort(address);
    }

    private static String withoutPort(String address) {
      int colon = address.lastIndexOf(':');
      return colon < 0 ? address : address.substring(0, colon);
    }
  }
}
