package io.proxywasm.proxy.cluster;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.config.Http2ProtocolOptions;
import io.proxywasm.proxy.http2.Http2Link;
import io.proxywasm.proxy.http2.Http2Owner;
import io.proxywasm.proxy.http2.Http2Peer;
import io.proxywasm.proxy.net.NettyBuffer;

/** HTTP/2 to an endpoint: as many exchanges at a time as it takes. */
final class Http2ClientConnection extends ClientConnection implements Http2Owner {
  private static final int MAX_RESPONSE_HEADERS = 60 * 1024;

  private final Http2ProtocolOptions options;
  private final Http2Link link;
  private boolean ready;
  private boolean draining;
  private boolean protocolError;

  Http2ClientConnection(HostPool pool, Http2ProtocolOptions options) {
    super(pool);
    this.options = options;
    this.link = Http2Link.create(false, options, MAX_RESPONSE_HEADERS, pool.loop(), this);
  }

  @Override
  public String protocol() {
    return "HTTP/2";
  }

  @Override
  void addHandlers(SocketChannel opened) {
    opened.pipeline().addLast(link);
  }

  @Override
  public void active() {
    channelConnected();
  }

  @Override
  void established() {
    ready = true;
    startIdleTimer();
    pool.connected(this);
  }

  @Override
  boolean canStart() {
    return ready && !draining && link.canOpen();
  }

  @Override
  void start(Exchange exchange) {
    stopIdleTimer();
    Place place = new Place(exchange);
    exchange.attached(place, this);
    if (exchange.isDone()) {
      return;
    }
    if (exchange.isHeadersOnly()) {
      place.ended();
    }
    link.open(place, requestHeaders(exchange.headers), exchange.isHeadersOnly());
    place.opened = true;
    exchange.sendWaiting();
  }

  /** HTTP/2 has no place for what speaks of the connection. */
  private static HeaderMap requestHeaders(HeaderMap headers) {
    for (int i = 0; i < headers.size(); i++) {
      switch (headers.name(i)) {
        case "connection",
            "upgrade",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "host" -> {
          HeaderMap copy = headers.copy();
          copy.remove("connection");
          copy.remove("upgrade");
          copy.remove("keep-alive");
          copy.remove("proxy-connection");
          copy.remove("transfer-encoding");
          copy.remove("host");
          return copy;
        }
        default -> {}
      }
    }
    return headers;
  }

  @Override
  void closeWhenIdle() {
    draining = true;
    if (link.activeStreams() == 0) {
      close();
    }
  }

  @Override
  void close() {
    if (link.activeStreams() > 0) {
      link.closeNow(); // Netty's close would wait for them.
    } else {
      super.close();
    }
  }

  // What the link says.

  @Override
  public Http2Peer accept() {
    throw new IllegalStateException("an upstream cannot open streams");
  }

  @Override
  public void received(int bytes) {
    pool.stats().receivedBytes.add(bytes);
  }

  @Override
  public void streamClosed() {
    if (link.activeStreams() == 0) {
      if (draining || link.connection().goAwayReceived()) {
        draining = true;
        close();
        return;
      }
      startIdleTimer();
    }
    if (ready) {
      pool.available(this);
    }
  }

  @Override
  public void settingsChanged() {
    if (ready) {
      pool.available(this);
    }
  }

  @Override
  public void goAway() {
    draining = true;
    pool.draining();
    if (link.activeStreams() == 0) {
      close();
    }
  }

  @Override
  public void protocolError(String message) {
    protocolError = true;
    pool.stats().protocolErrors.increment();
  }

  @Override
  public void closed() {
    ready = false;
    channelClosed();
  }

  /** One exchange on the connection. */
  private final class Place extends Http2Peer implements ClientStream {
    private final Exchange exchange;
    private boolean opened;

    Place(Exchange exchange) {
      this.exchange = exchange;
    }

    void ended() {
      headersEnded();
    }

    @Override
    public void body(NettyBuffer data, boolean endOfStream) {
      writeData(data, endOfStream);
    }

    @Override
    public void trailers(HeaderMap trailers) {
      writeHeaders(trailers, true);
    }

    @Override
    public void metadata(HeaderMap metadata) {
      if (options.allowMetadata()) {
        writeMetadata(metadata);
      }
    }

    @Override
    protected void onMetadata(HeaderMap metadata) {
      exchange.responseMetadata(metadata);
    }

    @Override
    public void reset() {
      if (opened) {
        reset(false);
      }
    }

    @Override
    protected void onHeaders(HeaderMap headers, boolean endOfStream) {
      String status = headers.get(":status");
      if (status == null || status.length() != 3) {
        resetForProtocolError();
        exchange.failed(ExchangeFailure.PROTOCOL_ERROR, "");
        return;
      }
      exchange.responseHeaders(headers, endOfStream);
    }

    @Override
    protected void onData(ByteBuf data, boolean endOfStream) {
      exchange.responseBody(new NettyBuffer(data), endOfStream);
    }

    @Override
    protected void onTrailers(HeaderMap trailers) {
      exchange.responseTrailers(trailers);
    }

    @Override
    protected void onReset(boolean refused, boolean byPeer) {
      if (exchange.isDone()) {
        return;
      }
      if (byPeer) {
        pool.stats().receivedResets.increment();
      }
      ExchangeFailure failure = ExchangeFailure.CONNECTION_TERMINATION;
      if (refused) {
        failure = ExchangeFailure.REMOTE_REFUSED_STREAM;
      } else if (byPeer) {
        failure = ExchangeFailure.REMOTE_RESET;
      } else if (protocolError) {
        failure = ExchangeFailure.PROTOCOL_ERROR;
      }
      exchange.failed(failure, "");
    }

    @Override
    protected void onWritable(boolean writable) {
      exchange.writable(writable);
    }
  }
}
