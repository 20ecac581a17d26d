package io.proxywasm.sdk;

import io.proxywasm.abi.PeerType;

/**
 * One TCP connection of a client, and the one to the upstream that the host makes for it. Override
 * the callbacks that the plugin needs; the others are not even exported.
 */
public abstract non-sealed class TcpContext extends StreamContext {
  /** Makes the context of a connection. */
  protected TcpContext() {}

  /**
   * Called when a client has connected, before the host connects to the upstream: {@code
   * proxy_on_new_connection}. {@link Action#PAUSE} holds back what the client sends until {@link
   * #continueDownstream()}.
   */
  @Callback("proxy_on_new_connection")
  public Action onNewConnection() {
    return Action.CONTINUE;
  }

  /**
   * Called when the client has sent something: {@code proxy_on_downstream_data}.
   *
   * @param data what came, and after {@link Action#PAUSE} what was held back too; to read and to
   *     change
   * @param endOfStream whether the client has closed its side
   */
  @Callback("proxy_on_downstream_data")
  public Action onDownstreamData(Body data, boolean endOfStream) {
    return Action.CONTINUE;
  }

  /**
   * Called when the connection of the client is closed: {@code
   * proxy_on_downstream_connection_close}.
   *
   * @param peer who closed it: {@code REMOTE} is the client, {@code LOCAL} the host
   */
  @Callback("proxy_on_downstream_connection_close")
  public void onDownstreamClose(PeerType peer) {}

  /**
   * Called when the upstream has sent something: {@code proxy_on_upstream_data}.
   *
   * @param data what came, and after {@link Action#PAUSE} what was held back too; to read and to
   *     change
   * @param endOfStream whether the upstream has closed its side
   * @return {@link Action#PAUSE} holds back what came until more comes: no host can be told to go
   *     on earlier. So a {@link Stage} that is not complete cannot be returned here: that is an
   *     {@link IllegalStateException}
   */
  @Callback("proxy_on_upstream_data")
  public Action onUpstreamData(Body data, boolean endOfStream) {
    return Action.CONTINUE;
  }

  /**
   * Called when the upstream has closed its side: {@code proxy_on_upstream_connection_close}.
   *
   * @param peer who closed it; Envoy does not know, and says {@code UNKNOWN}
   */
  @Callback("proxy_on_upstream_connection_close")
  public void onUpstreamClose(PeerType peer) {}

  /**
   * Lets the paused client's side go on: {@code proxy_continue_stream}. May be called in any
   * callback of the plugin, by {@link #run} also in those of other contexts.
   */
  protected final void continueDownstream() {
    Host.calls().continueStream(Codes.DOWNSTREAM_STREAM);
  }

  /** Closes the connection, after what was written has gone: {@code proxy_close_stream}. */
  protected final void closeDownstream() {
    markEnded();
    Host.calls().closeStream(Codes.DOWNSTREAM_STREAM);
  }

  /**
   * Closes the connection from the upstream's side: {@code proxy_close_stream}. In Envoy (seen:
   * 1.40) it does what {@link #closeDownstream()} does.
   */
  protected final void closeUpstream() {
    markEnded();
    Host.calls().closeStream(Codes.UPSTREAM_STREAM);
  }

  /** Here because each plugin with a TCP context needs the first callback, to refuse if it must. */
  @Callback("proxy_on_new_connection")
  @Override
  final void refuse() {
    closeDownstream();
  }
}
