package io.proxywasm.host;

/**
 * What stands behind the last plugin of an HTTP stream: the router. Called on the stream's loop. It
 * answers by {@link HttpFilterChain#responseHeaders} and its sisters, or by {@link
 * HttpFilterChain#sendLocalResponse}.
 */
public interface HttpUpstream {
  /** Takes the request's headers as the plugins left them. */
  void requestHeaders(HeaderMap headers, boolean endOfStream);

  /** Takes a part of the request's body; the buffer is emptied or kept by the callee. */
  void requestBody(Buffer data, boolean endOfStream);

  /** Takes the request's trailers, which end the request. */
  void requestTrailers(HeaderMap trailers);

  /** The request is given up; nothing more is expected of the response. */
  void reset();

  /** Stops or goes on reading the response's body, as a plugin's buffer is full. */
  void pauseResponse(boolean paused);

  /** The route that was chosen for the request's headers is to be chosen anew. */
  void clearRouteCache();
}
