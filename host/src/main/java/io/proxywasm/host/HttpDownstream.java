package io.proxywasm.host;

/**
 * The client's side of an HTTP stream: where a {@link HttpFilterChain} sends what has passed its
 * plugins. Called on the stream's loop.
 */
public interface HttpDownstream {
  /** Sends the response's headers, {@code :status} among them. Also used for a 1xx before them. */
  void responseHeaders(HeaderMap headers, boolean endOfStream);

  /** Sends a part of the response's body; the buffer is emptied or kept by the callee. */
  void responseBody(Buffer data, boolean endOfStream);

  /** Sends the response's trailers, which end the stream. */
  void responseTrailers(HeaderMap trailers);

  /** Cuts the stream: the client learns that the response is not whole. */
  void reset(String details);

  /** Stops or goes on reading the request's body, as a plugin's buffer is full. */
  void pauseRequest(boolean paused);
}
