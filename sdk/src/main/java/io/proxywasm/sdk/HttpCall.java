package io.proxywasm.sdk;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A request of the plugin to a cluster of the host: {@code proxy_http_call}. Made with {@link
 * HttpContext#httpCall} or {@link PluginContext#httpCall}.
 */
@Cold
public final class HttpCall {
  private static final int DEFAULT_TIMEOUT_MILLIS = 5_000;

  private final int contextId;
  private final String cluster;
  private String method = "GET";
  private String path = "/";
  private String authority;
  private final HeaderList headers = new HeaderList();
  private final HeaderList trailers = new HeaderList();
  private Bytes body = Bytes.empty();
  private int timeoutMillis = DEFAULT_TIMEOUT_MILLIS;

  HttpCall(int contextId, String cluster) {
    this.contextId = contextId;
    this.cluster = cluster;
    this.authority = cluster;
  }

  /** Sets the method; GET where it is not set. */
  public HttpCall method(String name) {
    method = name;
    return this;
  }

  /** Sets the method to GET and the path. */
  public HttpCall get(String pathAndQuery) {
    return method("GET").path(pathAndQuery);
  }

  /** Sets the method to POST and the path. */
  public HttpCall post(String pathAndQuery) {
    return method("POST").path(pathAndQuery);
  }

  /** Sets the path with its query; "/" where it is not set. */
  public HttpCall path(String pathAndQuery) {
    path = pathAndQuery;
    return this;
  }

  /** Sets the authority (Host header); the name of the cluster where it is not set. */
  public HttpCall authority(String hostAndPort) {
    authority = hostAndPort;
    return this;
  }

  /** Adds a header. */
  public HttpCall header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  /** Adds a trailer. Envoy (seen: 1.40) takes trailers and does not send them. */
  public HttpCall trailer(String name, String value) {
    trailers.add(name, value);
    return this;
  }

  /** Sets the body. */
  public HttpCall body(Bytes bytes) {
    body = bytes;
    return this;
  }

  /** Sets the body to a text in UTF-8. */
  public HttpCall body(String text) {
    return body(Bytes.utf8(text));
  }

  /** Sets how long to wait for the whole response; 5 seconds where it is not set. */
  public HttpCall timeout(Duration duration) {
    return timeoutMillis((int) Math.min(duration.toMillis(), Integer.MAX_VALUE));
  }

  /**
   * Sets how long to wait for the whole response, without the bytes that {@link Duration} adds to a
   * module.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public HttpCall timeoutMillis(int milliseconds) {
    if (milliseconds <= 0) {
      throw new IllegalArgumentException(
          "timeout of " + Digits.of(milliseconds) + " ms is not positive");
    }
    timeoutMillis = milliseconds;
    return this;
  }

  /**
   * Sends the request and returns a stage for the response: {@code proxy_http_call}. When none
   * comes the stage fails with a {@link CalloutException}, and with a {@link HostcallException}
   * when the cluster is unknown to the host (BAD_ARGUMENT) or the request cannot be sent.
   */
  @Callback("proxy_on_http_call_response")
  public Stage<HttpCallResponse> send() {
    StageCall call = new StageCall(cluster);
    try {
      start(call);
    } catch (HostcallException refused) {
      call.stage().fail(refused);
    }
    return call.stage();
  }

  /**
   * Sends the request, for a function that does the rest by itself: {@code proxy_http_call}. It
   * gets the response or the failure, once, later, with the context that sent it as the effective
   * one; it is not called when that stream has ended meanwhile. {@link #send()} does more for you.
   *
   * @return {@link Action#PAUSE}, to return when the stream has to wait for the response
   * @throws HostcallException if the cluster is unknown to the host (BAD_ARGUMENT) or the request
   *     cannot be sent
   */
  @Callback("proxy_on_http_call_response")
  public Action send(Consumer<HttpCallResponse> callback) {
    start(new CallbackCall(contextId, callback));
    return Action.PAUSE;
  }

  private void start(PendingCall call) {
    HeaderList all = new HeaderList();
    all.add(":method", method).add(":path", path).add(":authority", authority);
    all.addAll(headers);
    int id = Host.calls().httpCall(cluster, all, body, trailers, timeoutMillis);
    PendingCall.ALL.put(id, call);
  }
}
