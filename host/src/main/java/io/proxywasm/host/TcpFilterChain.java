package io.proxywasm.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection on its way through plugins, as Envoy's network filters see it. Made by {@link
 * TcpFilters#newConnection}. Used on one loop.
 */
public final class TcpFilterChain {
  private final StreamInfo info;
  private final Connection connection;
  private final List<PluginHandle> handles;
  private final TcpContext[] contexts;

  /** Whether a plugin has refused the connection before it began. */
  private final boolean refused;

  /** What plugins have not let through to the upstream yet. */
  private @Nullable Buffer toUpstream;

  private boolean upstreamEnd;
  private @Nullable Buffer toDownstream;
  private boolean downstreamEnd;

  /** Which plugins have been told of the connection. */
  private int initialized;

  private boolean connected;
  private boolean closed;

  /** What the proxy does for the chain. */
  public interface Connection {
    /** All plugins let the connection pass: connect to the upstream (once). */
    void connectUpstream();

    /** Sends to the upstream; with the end, half closes. */
    void toUpstream(Buffer data, boolean endOfStream);

    /** Sends to the client; with the end, half closes. */
    void toDownstream(Buffer data, boolean endOfStream);

    /** Closes the client's connection after what was sent to it is written. */
    void closeDownstream(String details);
  }

  TcpFilterChain(StreamInfo info, Connection connection, List<PluginHandle> handles) {
    this.info = info;
    this.connection = connection;
    this.handles = handles;
    List<TcpContext> used = new ArrayList<>(handles.size());
    boolean refusing = false;
    for (PluginHandle handle : handles) {
      TcpContext context = handle.newTcpContext(this);
      if (context != null) {
        used.add(context);
      }
      refusing |= handle.refuses();
    }
    this.contexts = used.toArray(new TcpContext[0]);
    this.refused = refusing;
  }

  /** The client has connected. */
  public void connected() {
    if (refused) {
      connection.closeDownstream(HttpContext.FAILED);
    } else {
      read(0);
    }
  }

  /** Bytes came from the client; the end is its half close. The chain owns the buffer now. */
  public void downstreamData(Buffer data, boolean endOfStream) {
    if (closed) {
      data.release();
      return;
    }
    if (toUpstream == null) {
      toUpstream = data;
    } else {
      toUpstream.takeFrom(data);
    }
    upstreamEnd |= endOfStream;
    read(0);
  }

  /** Gives the plugins from one on what there is, new connection first. */
  private void read(int from) {
    for (int i = from; i < contexts.length; i++) {
      if (i >= initialized) {
        initialized = i + 1;
        if (!contexts[i].newConnection() || closed) {
          return;
        }
      }
      Buffer data = toUpstream;
      if (data != null && (data.length() > 0 || upstreamEnd)) {
        if (!contexts[i].downstreamData(data, upstreamEnd) || closed) {
          return;
        }
      }
    }
    if (!connected) {
      connected = true;
      connection.connectUpstream();
    }
    Buffer data = toUpstream;
    if (data != null && !closed) {
      toUpstream = null;
      connection.toUpstream(data, upstreamEnd);
    }
  }

  /** A plugin wants the client's bytes to go on. */
  void resume(TcpContext context) {
    if (closed) {
      return;
    }
    for (int i = 0; i < contexts.length; i++) {
      if (contexts[i] == context) {
        read(i + 1);
        return;
      }
    }
  }

  /** Bytes came from the upstream; the end is its half close. The chain owns the buffer now. */
  public void upstreamData(Buffer data, boolean endOfStream) {
    if (closed) {
      data.release();
      return;
    }
    Buffer all = data;
    if (toDownstream != null) {
      all = toDownstream;
      all.takeFrom(data);
      toDownstream = null;
    }
    downstreamEnd |= endOfStream;
    for (int i = contexts.length - 1; i >= 0; i--) {
      if (!contexts[i].upstreamData(all, downstreamEnd)) {
        toDownstream = all;
        return;
      }
      if (closed) {
        all.release();
        return;
      }
    }
    connection.toDownstream(all, downstreamEnd);
  }

  /** How many bytes plugins hold back from the upstream: the proxy stops reading when too many. */
  public int heldBytes() {
    return toUpstream == null ? 0 : toUpstream.length();
  }

  /**
   * The client's connection is closed.
   *
   * @param remote whether the client closed it, and not the proxy
   */
  public void downstreamClosed(boolean remote) {
    for (TcpContext context : contexts) {
      context.downstreamClosed(remote);
    }
  }

  /** All is over: plugins are told. Must be called once for every chain. */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (TcpContext context : contexts) {
      context.finish();
    }
    if (toUpstream != null) {
      toUpstream.release();
    }
    if (toDownstream != null) {
      toDownstream.release();
    }
    handles.forEach(PluginHandle::streamEnded);
  }

  void closeDownstream(String details) {
    if (!closed) {
      if (info.responseCodeDetails() == null) {
        info.setResponseCodeDetails(details);
      }
      connection.closeDownstream(details);
    }
  }

  /** What is known of the connection. */
  public StreamInfo info() {
    return info;
  }
}
