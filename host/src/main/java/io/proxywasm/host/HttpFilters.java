package io.proxywasm.host;

/** Some plugins in their order on one loop; made by {@link Host#httpFilters}. */
public final class HttpFilters {
  HttpFilters() {}

  /**
   * Starts a stream.
   *
   * @param bufferLimit how many bytes of a body are kept for a plugin that pauses, before 413 (of a
   *     request) or 500 (of a response) is answered; 0 is no limit
   */
  public HttpFilterChain newStream(
      StreamInfo info, HttpDownstream downstream, HttpUpstream upstream, int bufferLimit) {
    throw new UnsupportedOperationException();
  }
}
