package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP call that a plugin has made, which the test answers. One that is not answered within its
 * {@link #timeout} of the proxy's time (see {@link TestProxy#advance}) times out.
 */
public final class HttpCallout {
  private static final int GATEWAY_TIMEOUT = 504;
  private static final int UNAVAILABLE = 503;

  private final String cluster;
  private final Headers headers;
  private final byte[] body;
  private final Headers trailers;
  private final Duration timeout;
  private final Caller caller;
  private @Nullable String end;

  /** Who made the call. */
  interface Caller {
    /** Gets the response. */
    void onResponse(HttpResponse response);

    /** Gets none. */
    void onFailure();

    /** The connection was refused; Envoy makes a response of it. */
    default void onRefused(HttpResponse response) {
      onResponse(response);
    }

    /** There was no response in time; Envoy makes one of it. */
    default void onTimeout(HttpResponse response) {
      onResponse(response);
    }

    /** Does something later, in the proxy's time. */
    void later(Duration delay, Runnable action);
  }

  HttpCallout(
      String cluster,
      Headers headers,
      byte[] body,
      Headers trailers,
      Duration timeout,
      Caller caller) {
    this.cluster = cluster;
    this.headers = headers;
    this.body = body.clone();
    this.trailers = trailers;
    this.timeout = timeout;
    this.caller = caller;
  }

  /** The cluster that is called. */
  public String cluster() {
    return cluster;
  }

  /** The headers, pseudo headers among them. */
  public Headers headers() {
    return headers;
  }

  /** The first value of a header, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The body. */
  public byte[] body() {
    return body.clone();
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, UTF_8);
  }

  /** The trailers. */
  public Headers trailers() {
    return trailers;
  }

  /** How long the plugin waits; zero is for ever. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Answers the call.
   *
   * @throws IllegalStateException when it is over
   */
  public void respond(HttpResponse response) {
    finish("answered");
    caller.onResponse(response);
  }

  /** Answers the call when some of the proxy's time has passed, if it then still waits. */
  public void respondAfter(Duration delay, HttpResponse response) {
    caller.later(
        delay,
        () -> {
          if (isPending()) {
            respond(response);
          }
        });
  }

  /**
   * The cluster answers nothing in time: Envoy makes that a 504.
   *
   * @throws IllegalStateException when it is over
   */
  public void timeOut() {
    finish("timed out");
    caller.onTimeout(textual(GATEWAY_TIMEOUT, "upstream request timeout"));
  }

  /**
   * The cluster refuses the connection: Envoy makes that a 503.
   *
   * @throws IllegalStateException when it is over
   */
  public void refuse() {
    finish("refused");
    caller.onRefused(
        textual(
            UNAVAILABLE,
            "upstream connect error or disconnect/reset before headers. reset reason:"
                + " remote connection failure"));
  }

  private static HttpResponse textual(int status, String text) {
    return HttpResponse.of(status, text)
        .header("content-length", Integer.toString(text.length()))
        .header("content-type", "text/plain");
  }

  /**
   * The call fails without any response.
   *
   * @throws IllegalStateException when it is over
   */
  public void fail() {
    finish("failed");
    caller.onFailure();
  }

  void cancelled() {
    if (end == null) {
      end = "cancelled, as the plugin or its stream ended";
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
    return "the HTTP call " + header(":method") + " " + header(":path") + " to " + cluster;
  }
}
