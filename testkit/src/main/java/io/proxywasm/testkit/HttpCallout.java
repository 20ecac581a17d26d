package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.Callouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An HTTP call that a plugin has made, which the test answers. */
public final class HttpCallout {
  private static final int GATEWAY_TIMEOUT = 504;
  private static final int UNAVAILABLE = 503;

  private final Callouts.HttpRequest request;
  private final Callouts.HttpListener listener;
  private @Nullable String end;

  HttpCallout(Callouts.HttpRequest request, Callouts.HttpListener listener) {
    this.request = request;
    this.listener = listener;
  }

  /** The cluster that is called. */
  public String cluster() {
    return request.cluster();
  }

  /** The headers, pseudo headers among them. */
  public Headers headers() {
    return Headers.of(request.headers());
  }

  /** The first value of a header, or null. */
  public @Nullable String header(String name) {
    return headers().get(name);
  }

  /** The body. */
  public byte[] body() {
    return request.body().clone();
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(request.body(), UTF_8);
  }

  /** The trailers. */
  public Headers trailers() {
    return Headers.of(request.trailers());
  }

  /** How long the plugin waits; zero is for ever. */
  public Duration timeout() {
    return Duration.ofMillis(request.timeoutMillis());
  }

  /** Answers the call. */
  public void respond(HttpResponse response) {
    finish("answered");
    listener.onResponse(
        response.headers().toMap(), response.wholeBody(), response.trailers().toMap());
  }

  /** The cluster answers nothing in time: Envoy makes that a 504. */
  public void timeOut() {
    respond(
        HttpResponse.of(GATEWAY_TIMEOUT, "upstream request timeout")
            .header("content-length", "24")
            .header("content-type", "text/plain"));
  }

  /** The cluster refuses the connection: Envoy makes that a 503. */
  public void refuse() {
    String text =
        "upstream connect error or disconnect/reset before headers. reset reason:"
            + " remote connection failure";
    respond(
        HttpResponse.of(UNAVAILABLE, text)
            .header("content-length", Integer.toString(text.length()))
            .header("content-type", "text/plain"));
  }

  /** The call fails without any response. */
  public void fail() {
    finish("failed");
    listener.onFailure("reset");
  }

  void cancelled() {
    if (end == null) {
      end = "cancelled by the plugin";
    }
  }

  /** Whether it still waits for an answer. */
  public boolean isPending() {
    return end == null;
  }

  private void finish(String how) {
    if (end != null) {
      throw new IllegalStateException(this + " cannot be " + how + ": it was " + end);
    }
    end = how;
  }

  @Override
  public String toString() {
    return "the HTTP call " + header(":method") + " " + header(":path") + " to " + cluster();
  }
}
