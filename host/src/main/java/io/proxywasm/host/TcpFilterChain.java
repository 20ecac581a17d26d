package io.proxywasm.host;

/**
 * One TCP connection on its way through plugins, as Envoy's network filters see it. Made by {@link
 * TcpFilters#newConnection}. Used on one loop.
 */
public final class TcpFilterChain {
  TcpFilterChain() {}

  /** What the proxy does for the chain. */
  public interface Connection {
    /** All plugins let the connection pass: connect to the upstream (once). */
    void connectUpstream();

    /** Sends to the upstream; with the end, half closes. */
    void toUpstream(Buffer data, boolean endOfStream);

    /** Sends to the client; with the end, half closes. */
    void toDownstream(Buffer data, boolean endOfStream);

    /** Stops or goes on reading from the client. */
    void pauseDownstream(boolean paused);

    /** Closes the client's connection after what was sent to it is written. */
    void closeDownstream(String details);
  }

  /** The client has connected. */
  public void connected() {
    throw new UnsupportedOperationException();
  }

  /** Bytes came from the client; the end is its half close. The chain owns the buffer now. */
  public void downstreamData(Buffer data, boolean endOfStream) {
    throw new UnsupportedOperationException();
  }

  /** Bytes came from the upstream; the end is its half close. The chain owns the buffer now. */
  public void upstreamData(Buffer data, boolean endOfStream) {
    throw new UnsupportedOperationException();
  }

  /**
   * The client's connection is closed.
   *
   * @param remote whether the client closed it, and not the proxy
   */
  public void downstreamClosed(boolean remote) {
    throw new UnsupportedOperationException();
  }

  /**
   * The upstream's connection is closed.
   *
   * @param remote whether the upstream closed it, and not the proxy
   */
  public void upstreamClosed(boolean remote) {
    throw new UnsupportedOperationException();
  }

  /** All is over: plugins are told. Must be called once for every chain. */
  public void close() {
    throw new UnsupportedOperationException();
  }
}
