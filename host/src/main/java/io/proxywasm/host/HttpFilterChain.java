package io.proxywasm.host;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP stream on its way through plugins, with Envoy's rules of who sees what when: pausing,
 * buffering, local responses. The proxy gives it what comes from the client and from the upstream;
 * it gives on what passed to {@link HttpUpstream} and {@link HttpDownstream}. Made by {@link
 * HttpFilters#newStream}. Used on one loop. No method blocks.
 */
public final class HttpFilterChain {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final StreamInfo info;
  private final HttpDownstream downstream;
  private final HttpUpstream upstream;
  private final HttpContext[] contexts;
  private final List<PluginHandle> handles;
  private final RequestPath request;
  private final ResponsePath response;
  private @Nullable LocalResponse prepared;

  /** Whether a plugin that never started refuses all streams. */
  private final boolean refused;

  /** Whether the response's headers went out. */
  private boolean headersSent;

  /** Whether the whole response went out, or the stream was cut. */
  private boolean responded;

  /** Whether what comes from the upstream is of no use any more. */
  private boolean local;

  private boolean closed;

  HttpFilterChain(
      StreamInfo info,
      HttpDownstream downstream,
      HttpUpstream upstream,
      List<PluginHandle> handles,
      int bufferLimit) {
    this.info = info;
    this.downstream = downstream;
    this.upstream = upstream;
    this.handles = handles;
    int count = handles.size();
    HttpContext[] forward = new HttpContext[count];
    int used = 0;
    boolean refusing = false;
    for (int i = 0; i < count; i++) {
      refusing |= handles.get(i).refuses();
      HttpContext context = handles.get(i).newHttpContext(this);
      if (context != null) {
        forward[used++] = context;
      }
    }
    if (used < count) {
      forward = Arrays.copyOf(forward, used);
    }
    HttpContext[] backward = forward;
    if (used > 1) {
      backward = new HttpContext[used];
      for (int i = 0; i < used; i++) {
        backward[i] = forward[used - 1 - i];
      }
    }
    this.refused = refusing;
    this.contexts = forward;
    this.request = new RequestPath(this, forward, bufferLimit);
    this.response = new ResponsePath(this, backward, bufferLimit);
  }

  /** The request's headers came. Names are lower case; pseudo headers stand first. */
  public void requestHeaders(HeaderMap headers, boolean endOfStream) {
    if (refused) {
      request.see(headers);
      sendLocalResponse(HttpContext.failure());
    } else {
      request.onHeaders(headers, endOfStream);
    }
  }

  /** A part of the request's body came. The chain owns the buffer now. */
  public void requestBody(Buffer data, boolean endOfStream) {
    if (responded || closed) {
      data.release();
    } else {
      request.onData(data, endOfStream);
    }
  }

  /** The request's trailers came, which end it. */
  public void requestTrailers(HeaderMap trailers) {
    if (!responded && !closed) {
      request.onTrailers(trailers);
    }
  }

  /** A METADATA frame of HTTP/2 came with the request. */
  public void requestMetadata(HeaderMap metadata) {
    for (HttpContext context : contexts) {
      context.decodeMetadata(metadata);
    }
  }

  /** The response's headers came from the upstream. */
  public void responseHeaders(HeaderMap headers, boolean endOfStream) {
    if (local || closed) {
      return;
    }
    if (isInformational(headers)) {
      downstream.responseHeaders(headers, false);
      return;
    }
    response.onHeaders(headers, endOfStream);
  }

  private static boolean isInformational(HeaderMap headers) {
    String status = headers.get(":status");
    return status != null
        && status.length() == 3
        && status.charAt(0) == '1'
        && !status.equals(String.valueOf(SWITCHING_PROTOCOLS));
  }

  /** A part of the response's body came from the upstream. The chain owns the buffer now. */
  public void responseBody(Buffer data, boolean endOfStream) {
    if (local || closed || responded) {
      data.release();
    } else {
      response.onData(data, endOfStream);
    }
  }

  /** The response's trailers came from the upstream. */
  public void responseTrailers(HeaderMap trailers) {
    if (!local && !closed && !responded) {
      response.onTrailers(trailers);
    }
  }

  /** A METADATA frame of HTTP/2 came with the response. */
  public void responseMetadata(HeaderMap metadata) {
    for (int i = contexts.length - 1; i >= 0; i--) {
      contexts[i].encodeMetadata(metadata);
    }
  }

  /**
   * Answers a request that no plugin is to see, as it is wrong. The headers are for logs, and for
   * what plugins ask when they see the response.
   */
  public void refuse(HeaderMap headers, LocalResponse answer) {
    request.see(headers);
    sendLocalResponse(answer);
  }

  /**
   * Answers in the upstream's stead (a direct response, no route, a dead upstream). The response
   * passes the plugins as one from an upstream would. Once the response's headers are on their way,
   * the stream is reset.
   */
  public void sendLocalResponse(LocalResponse answer) {
    if (responded || closed) {
      return;
    }
    boolean inRequest = request.isInCallback();
    if (inRequest) {
      request.abort();
    } else if (response.isInCallback()) {
      response.abort();
    }
    if (response.headers() == null) {
      info.setResponseCodeDetails(details(answer));
      if (inRequest) {
        if (prepared == null) {
          prepared = answer;
        }
      } else {
        sendThroughPlugins(answer);
      }
    } else if (!headersSent) {
      info.setResponseCodeDetails(details(answer));
      sendDirectly(answer);
    } else {
      resetStream(details(answer));
    }
  }

  /** Envoy takes no blanks in the details, as they stand in access logs. */
  private static String details(LocalResponse answer) {
    return answer.details().replace(' ', '_');
  }

  /** Sends the local response that was asked for in a callback which has returned. */
  void sendPrepared() {
    LocalResponse answer = prepared;
    prepared = null;
    if (answer != null && !responded && !closed) {
      sendThroughPlugins(answer);
    }
  }

  private void sendThroughPlugins(LocalResponse answer) {
    local = true;
    upstream.reset();
    HeaderMap headers = LocalResponses.headers(answer, request.headers());
    byte[] body = LocalResponses.body(answer, request.headers());
    response.onHeaders(headers, body.length == 0);
    if (body.length > 0) {
      if (closed || responded) {
        return;
      }
      response.onData(new HeapBuffer(body), true);
    }
  }

  private void sendDirectly(LocalResponse answer) {
    local = true;
    response.abort();
    HeaderMap headers = LocalResponses.headers(answer, request.headers());
    byte[] body = LocalResponses.body(answer, request.headers());
    upstream.reset();
    respondHeaders(headers, body.length == 0);
    if (body.length > 0) {
      respondBody(new HeapBuffer(body), true);
    }
  }

  /** Cuts the stream. */
  void resetStream(String details) {
    if (responded || closed) {
      return;
    }
    responded = true;
    local = true;
    if (info.responseCodeDetails() == null) {
      info.setResponseCodeDetails(details);
    }
    downstream.reset(details);
  }

  void respondHeaders(HeaderMap headers, boolean end) {
    headersSent = true;
    responded |= end;
    downstream.responseHeaders(headers, end);
  }

  void respondBody(Buffer data, boolean end) {
    responded |= end;
    downstream.responseBody(data, end);
  }

  void respondTrailers(HeaderMap trailers) {
    responded = true;
    downstream.responseTrailers(trailers);
  }

  void clearRouteCache() {
    if (!closed) {
      upstream.clearRouteCache();
    }
  }

  /**
   * The stream is over: it was answered wholly, or reset by either side. Plugins are told ({@code
   * on_log}, {@code on_done}, {@code on_delete}). Must be called once for every chain.
   */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (HttpContext context : contexts) {
      context.log();
    }
    for (HttpContext context : contexts) {
      context.destroy();
    }
    request.release();
    response.release();
    for (PluginHandle handle : handles) {
      handle.streamEnded();
    }
  }

  /** What is known of the stream. */
  public StreamInfo info() {
    return info;
  }

  /** The request's headers as they are now; null before they came. */
  public @Nullable HeaderMap requestHeaders() {
    return request.headers();
  }

  /** The response's headers as they are now; null before they came. */
  public @Nullable HeaderMap responseHeaders() {
    return response.headers();
  }

  /** The response's trailers as they are now; null when there are none. */
  public @Nullable HeaderMap responseTrailers() {
    return response.trailers();
  }

  /** Whether the whole response went out, or the stream was cut. */
  public boolean isResponded() {
    return responded;
  }

  RequestPath request() {
    return request;
  }

  ResponsePath response() {
    return response;
  }

  HttpUpstream upstream() {
    return upstream;
  }

  HttpDownstream downstream() {
    return downstream;
  }
}
