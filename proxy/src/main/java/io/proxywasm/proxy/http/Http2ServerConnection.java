package io.proxywasm.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.http2.Http2Link;
import io.proxywasm.proxy.http2.Http2Owner;
import io.proxywasm.proxy.http2.Http2Peer;
import io.proxywasm.proxy.net.NettyBuffer;
import io.proxywasm.proxy.net.NettyEventLoop;
import org.jspecify.annotations.Nullable;

/** HTTP/2 with a client: many streams at a time. */
final class Http2ServerConnection extends ServerConnection implements Http2Owner {
  private final Http2Link link;
  private boolean draining;
  private long requests;

  Http2ServerConnection(
      HttpManager manager, NettyEventLoop loop, ConnectionInfo info, Channel channel) {
    super(manager, loop, info, channel);
    this.link =
        Http2Link.create(true, manager.config().http2(), manager.maxHeadersBytes(), loop, this);
    manager.stats().http2Connections.increment();
    manager.stats().activeHttp2Connections.add(1);
  }

  ChannelHandler handler() {
    return link;
  }

  @Override
  public Http2Peer accept() {
    stopIdleTimer();
    requests++;
    return new Place();
  }

  @Override
  public void received(int bytes) {
    manager().stats().receivedBytes.add(bytes);
  }

  @Override
  public void streamClosed() {
    if (link.activeStreams() == 0) {
      startIdleTimer();
    }
    var most = manager().config().limits().maxRequestsPerConnection();
    if (manager().isDraining() || (most.isPresent() && requests >= most.getAsInt())) {
      drain();
    }
  }

  @Override
  public void protocolError(String message) {
    manager().stats().protocolErrors.increment();
  }

  @Override
  public void closed() {
    manager().stats().activeHttp2Connections.add(-1);
    ended();
  }

  @Override
  public void drain() {
    if (!draining) {
      draining = true;
      manager().stats().drainClose.increment();
      link.drain();
    }
  }

  /** One stream. */
  private final class Place extends Http2Peer implements ServerCodec {
    private @Nullable ServerStream stream;
    private boolean requestEnded;
    private boolean finished;

    // From the client.

    @Override
    protected void onHeaders(HeaderMap headers, boolean endOfStream) {
      requestEnded = endOfStream;
      if (!isRequest(headers)
          || headers.size() > manager().config().limits().maxHeadersCount() + 4) {
        manager().stats().protocolErrors.increment();
        resetForProtocolError();
        return;
      }
      hostAndCookies(headers);
      ServerStream begun = new ServerStream(Http2ServerConnection.this, this);
      stream = begun;
      begun.begin(headers, endOfStream, true, false);
    }

    private boolean isRequest(HeaderMap headers) {
      String method = headers.get(":method");
      String path = headers.get(":path");
      return method != null
          && isWord(method)
          && (method.equals("CONNECT")
              ? headers.contains(":authority")
              : path != null && isWord(path) && headers.contains(":scheme"));
    }

    /** A blank in it would make another request line for an upstream that speaks HTTP/1. */
    private static boolean isWord(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c <= ' ' || c == 127) {
          return false;
        }
      }
      return !text.isEmpty();
    }

    private void hostAndCookies(HeaderMap headers) {
      String host = headers.get("host");
      if (host != null) {
        headers.remove("host");
        if (!headers.contains(":authority")) {
          headers.add(":authority", host);
        }
      }
      int cookie = headers.indexOf("cookie");
      if (cookie >= 0 && cookie < headers.size() - 1) {
        var all = headers.all("cookie");
        if (all.size() > 1) {
          headers.set("cookie", String.join("; ", all));
        }
      }
    }

    @Override
    protected void onData(ByteBuf data, boolean endOfStream) {
      requestEnded |= endOfStream;
      ServerStream current = stream;
      if (current == null) {
        data.release();
      } else {
        current.body(new NettyBuffer(data), endOfStream);
      }
    }

    @Override
    protected void onMetadata(HeaderMap metadata) {
      ServerStream current = stream;
      if (current != null) {
        current.metadata(metadata);
      }
    }

    @Override
    protected void onTrailers(HeaderMap trailers) {
      requestEnded = true;
      ServerStream current = stream;
      if (current != null) {
        current.trailers(trailers);
      }
    }

    @Override
    protected void onReset(boolean refused, boolean byPeer) {
      ServerStream current = stream;
      stream = null;
      if (byPeer) {
        manager().stats().receivedResets.increment();
      }
      if (current != null) {
        current.disconnected(byPeer);
      }
    }

    @Override
    protected void onWritable(boolean writable) {
      ServerStream current = stream;
      if (current != null && !finished) {
        current.writable(writable);
      }
    }

    // To the client.

    @Override
    public String protocol() {
      return "HTTP/2";
    }

    @Override
    public void writeInformational(HeaderMap headers) {
      writeHeaders(headers, false);
    }

    @Override
    public void writeHeaders(HeaderMap headers, boolean endOfStream, boolean close) {
      finished |= endOfStream;
      writeHeaders(headers, endOfStream);
    }

    @Override
    public void writeBody(NettyBuffer data, boolean endOfStream) {
      finished |= endOfStream;
      manager().stats().sentBytes.add(data.length());
      writeData(data, endOfStream);
    }

    @Override
    public void writeTrailers(HeaderMap trailers) {
      finished = true;
      if (trailers.isEmpty()) {
        writeData(new NettyBuffer(), true);
      } else {
        writeHeaders(trailers, true);
      }
    }

    @Override
    public void finished(boolean whole) {
      stream = null;
      if (!whole && !requestEnded) {
        // Data may wait for the client's window, so it is not cut at once.
        discardRest();
      }
    }

    @Override
    public void reset() {
      stream = null;
      reset(false);
    }

    @Override
    public boolean isLast() {
      return false;
    }

    @Override
    public boolean isMultiplexed() {
      return true;
    }
  }
}
