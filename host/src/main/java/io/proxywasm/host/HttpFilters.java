package io.proxywasm.host;

import java.util.List;

/** Some plugins in their order on one loop; made by {@link Host#httpFilters}. */
public final class HttpFilters {
  private final List<PluginHandle> handles;

  HttpFilters(List<PluginHandle> handles) {
    this.handles = List.copyOf(handles);
  }

  /** Whether there is no plugin, so that a chain would only pass everything on. */
  public boolean isEmpty() {
    return handles.isEmpty();
  }

  /**
   * Starts a stream.
   *
   * @param bufferLimit how many bytes of a body are kept for a plugin that pauses, before 413 (of a
   *     request) or 500 (of a response) is answered; 0 is no limit
   */
  public HttpFilterChain newStream(
      StreamInfo info, HttpDownstream downstream, HttpUpstream upstream, int bufferLimit) {
    return new HttpFilterChain(info, downstream, upstream, handles, bufferLimit);
  }
}
