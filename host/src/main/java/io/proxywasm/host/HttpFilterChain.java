package io.proxywasm.host;

/**
 * One HTTP stream on its way through plugins, with Envoy's rules of who sees what when: pausing,
 * buffering, local responses. The proxy gives it what comes from the client and from the upstream;
 * it gives on what passed to {@link HttpUpstream} and {@link HttpDownstream}. Made by {@link
 * HttpFilters#newStream}. Used on one loop. No method blocks.
 */
public final class HttpFilterChain {
  HttpFilterChain() {}

  /** The request's headers came. Names are lower case; pseudo headers stand first. */
  public void requestHeaders(HeaderMap headers, boolean endOfStream) {
    throw new UnsupportedOperationException();
  }

  /** A part of the request's body came. The chain owns the buffer now. */
  public void requestBody(Buffer data, boolean endOfStream) {
    throw new UnsupportedOperationException();
  }

  /** The request's trailers came, which end it. */
  public void requestTrailers(HeaderMap trailers) {
    throw new UnsupportedOperationException();
  }

  /** A METADATA frame of HTTP/2 came with the request. */
  public void requestMetadata(HeaderMap metadata) {
    throw new UnsupportedOperationException();
  }

  /** The response's headers came from the upstream. */
  public void responseHeaders(HeaderMap headers, boolean endOfStream) {
    throw new UnsupportedOperationException();
  }

  /** A part of the response's body came from the upstream. The chain owns the buffer now. */
  public void responseBody(Buffer data, boolean endOfStream) {
    throw new UnsupportedOperationException();
  }

  /** The response's trailers came from the upstream. */
  public void responseTrailers(HeaderMap trailers) {
    throw new UnsupportedOperationException();
  }

  /** A METADATA frame of HTTP/2 came with the response. */
  public void responseMetadata(HeaderMap metadata) {
    throw new UnsupportedOperationException();
  }

  /**
   * Answers in the upstream's stead (a direct response, no route, a dead upstream). The response
   * passes the plugins as one from an upstream would. Once the response's headers are on their way,
   * the stream is reset.
   */
  public void sendLocalResponse(LocalResponse response) {
    throw new UnsupportedOperationException();
  }

  /**
   * The stream is over: it was answered wholly, or reset by either side. Plugins are told ({@code
   * on_log}, {@code on_done}, {@code on_delete}). Must be called once for every chain.
   */
  public void close() {
    throw new UnsupportedOperationException();
  }

  /** What is known of the stream. */
  public StreamInfo info() {
    throw new UnsupportedOperationException();
  }
}
