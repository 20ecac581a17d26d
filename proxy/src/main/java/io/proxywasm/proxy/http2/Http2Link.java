package io.proxywasm.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.config.Http2ProtocolOptions;
import io.proxywasm.proxy.net.ConnectionErrors;
import io.proxywasm.proxy.net.FlushQueue;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks HTTP/2, of either side: Netty's codec, without its channels for
 * streams. Streams are {@link Http2Peer}s. Used on one loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that fails is closed: that is heard.
public final class Http2Link extends Http2ConnectionHandler {
  /** Values that differ from request to request would only push others out of the table. */
  private static final Http2HeadersEncoder.SensitivityDetector ONCE_ONLY =
      (name, value) ->
          switch (name.length()) {
            case 12 -> "x-request-id".contentEquals(name);
            case 29 -> "x-envoy-upstream-service-time".contentEquals(name);
            default -> false;
          };

  private final Http2Owner owner;
  private final NettyEventLoop loop;
  private final Http2Connection.PropertyKey key;
  private final int connectionWindow;
  private final boolean metadata;
  private final FlushQueue.Flushable flushable;
  private @Nullable ChannelHandlerContext context;
  private final List<Http2Peer> discarding = new ArrayList<>();
  private boolean reading;

  private Http2Link(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      NettyEventLoop loop,
      Http2Owner owner,
      Http2ProtocolOptions options) {
    super(decoder, encoder, settings, false);
    this.owner = owner;
    this.loop = loop;
    this.connectionWindow = options.initialConnectionWindowSize();
    this.metadata = options.allowMetadata();
    this.key = connection().newKey();
    this.flushable =
        new FlushQueue.Flushable() {
          @Override
          protected void flushNow() {
            ChannelHandlerContext channel = context;
            if (channel != null) {
              flush(channel);
            }
          }
        };
    decoder.frameListener(new Frames());
    encoder.flowController().listener(this::writabilityChanged);
    connection().addListener(new Streams());
  }

  /**
   * Makes one, to be put in a pipeline.
   *
   * @param maxHeadersBytes the sum of the lengths of all names and values of a message
   */
  public static Http2Link create(
      boolean server,
      Http2ProtocolOptions options,
      int maxHeadersBytes,
      NettyEventLoop loop,
      Http2Owner owner) {
    return new Builder(server, options, maxHeadersBytes, loop, owner).build();
  }

  private static final class Builder
      extends io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder<
          Http2Link, Builder> {
    private final NettyEventLoop loop;
    private final Http2Owner owner;
    private final Http2ProtocolOptions options;

    Builder(
        boolean server,
        Http2ProtocolOptions options,
        int maxHeadersBytes,
        NettyEventLoop loop,
        Http2Owner owner) {
      this.loop = loop;
      this.owner = owner;
      this.options = options;
      Http2Connection connection = new DefaultHttp2Connection(server, 0);
      Http2ConnectionEncoder encoder =
          new DefaultHttp2ConnectionEncoder(
              connection,
              new DefaultHttp2FrameWriter(new DefaultHttp2HeadersEncoder(ONCE_ONLY, true)));
      // Each header counts 32 bytes more in HTTP/2 than Envoy counts.
      DefaultHttp2HeadersDecoder headers =
          new DefaultHttp2HeadersDecoder(true, true, maxHeadersBytes + 32L * 128) {
            @Override
            protected Http2Headers newHeaders() {
              return new MapHeaders(new HeaderMap(16), server);
            }
          };
      codec(
          new DefaultHttp2ConnectionDecoder(
              connection,
              encoder,
              new DefaultHttp2FrameReader(headers),
              Http2PromisedRequestVerifier.ALWAYS_VERIFY,
              true,
              true,
              true),
          encoder);
      Http2Settings settings = initialSettings();
      settings.clear();
      settings.initialWindowSize(options.initialStreamWindowSize());
      if (server) {
        settings.headerTableSize(4096);
        settings.maxConcurrentStreams(Integer.toUnsignedLong(options.maxConcurrentStreams()));
      } else {
        settings.pushEnabled(false);
      }
      // A drain, or a close, waits for streams as long as the owner wants.
      gracefulShutdownTimeoutMillis(-1);
    }

    @Override
    protected Http2Link build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      return new Http2Link(decoder, encoder, settings, loop, owner, options);
    }

    @Override
    protected Http2Link build() {
      return super.build();
    }
  }

  // The channel.

  @Override
  public void handlerAdded(ChannelHandlerContext channel) throws Exception {
    context = channel;
    super.handlerAdded(channel);
    if (channel.channel().isActive()) {
      widenWindow();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext channel) throws Exception {
    super.channelActive(channel);
    widenWindow();
    owner.active();
  }

  private void widenWindow() throws Http2Exception {
    Http2Stream all = connection().connectionStream();
    int more = connectionWindow - connection().local().flowController().windowSize(all);
    if (more > 0) {
      connection().local().flowController().incrementWindowSize(all, more);
      changed();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) throws Exception {
    reading = true;
    loop.flushes().readBegins();
    owner.received(((ByteBuf) message).readableBytes());
    super.channelRead(channel, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext channel) throws Exception {
    reading = false;
    super.channelReadComplete(channel);
    loop.flushes().flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext channel) throws Exception {
    super.channelInactive(channel);
    loop.flushes().flush();
    owner.closed();
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext channel, boolean outbound, Throwable cause, Http2Exception error) {
    ConnectionErrors.log(cause);
    owner.protocolError(String.valueOf(cause.getMessage()));
    super.onConnectionError(channel, outbound, cause, error);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) throws Exception {
    if (io.netty.handler.codec.http2.Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
      super.exceptionCaught(channel, cause);
    } else {
      ConnectionErrors.log(cause);
      channel.close(); // A reset, or TLS that went wrong.
    }
  }

  /** What was written is flushed at the end of the read, or soon. */
  void changed() {
    if (!reading) {
      loop.flushes().add(flushable);
    }
  }

  /** Gives to the connection what the windows let through. */
  void writePending() {
    try {
      encoder().flowController().writePendingBytes();
    } catch (Http2Exception e) {
      onError(context(), true, e);
    }
  }

  ChannelHandlerContext context() {
    ChannelHandlerContext channel = context;
    if (channel == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return channel;
  }

  // Streams.

  /** Whether a request can be sent now. */
  public boolean canOpen() {
    return !connection().goAwayReceived()
        && !connection().goAwaySent()
        && connection().local().canOpenStream();
  }

  /** Opens a stream by sending a request's headers. */
  public void open(Http2Peer peer, HeaderMap headers, boolean endOfStream) {
    int id = connection().local().incrementAndGetNextStreamId();
    peer.attach(this, id);
    ChannelHandlerContext channel = context();
    encoder()
        .writeHeaders(
            channel, id, new MapHeaders(headers, true), 0, endOfStream, channel.newPromise());
    Http2Stream stream = connection().stream(id);
    if (stream != null) {
      stream.setProperty(key, peer);
    }
    changed();
  }

  /**
   * Resets a stream as soon as all that was written to it is sent; if that takes long, the stream
   * is reset with the connection.
   */
  void resetWhenSent(Http2Peer peer) {
    Http2Stream stream = connection().stream(peer.streamId());
    if (stream != null && !encoder().flowController().hasFlowControlled(stream)) {
      peer.resetAfterResponse();
      return;
    }
    discarding.add(peer);
  }

  private void resetDiscarded() {
    for (int i = discarding.size() - 1; i >= 0; i--) {
      Http2Peer peer = discarding.get(i);
      Http2Stream stream = connection().stream(peer.streamId());
      if (stream == null || !encoder().flowController().hasFlowControlled(stream)) {
        discarding.remove(i);
        peer.resetAfterResponse();
      }
    }
  }

  @Override
  public void flush(ChannelHandlerContext channel) {
    super.flush(channel);
    if (!discarding.isEmpty()) {
      resetDiscarded();
      super.flush(channel);
    }
  }

  /** The number of open streams. */
  public int activeStreams() {
    return connection().numActiveStreams();
  }

  /** Says goodbye: no new streams; closes when the last one is over. */
  public void drain() {
    context().channel().close();
  }

  /** Closes at once. */
  public void closeNow() {
    context().close();
  }

  private void writabilityChanged(Http2Stream stream) {
    Http2Peer peer = stream.getProperty(key);
    if (peer != null) {
      peer.onWritable(encoder().flowController().isWritable(stream));
    }
  }

  private final class Streams extends Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      Http2Peer peer = stream.removeProperty(key);
      if (peer != null) {
        peer.closed(
            connection().goAwayReceived()
                && stream.id() > connection().local().lastStreamKnownByPeer());
      }
      owner.streamClosed();
    }

    @Override
    public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
      owner.goAway();
    }
  }

  private final class Frames extends Http2FrameAdapter {
    @Override
    public void onHeadersRead(
        ChannelHandlerContext channel,
        int streamId,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream)
        throws Http2Exception {
      Http2Stream stream = connection().stream(streamId);
      if (stream == null || !(headers instanceof MapHeaders map)) {
        return;
      }
      Http2Peer peer = stream.getProperty(key);
      if (peer == null) {
        if (!connection().isServer()) {
          return;
        }
        peer = owner.accept();
        peer.attach(Http2Link.this, streamId);
        stream.setProperty(key, peer);
      }
      peer.headersRead(map.map(), endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext channel,
        int streamId,
        Http2Headers headers,
        int padding,
        boolean endOfStream)
        throws Http2Exception {
      onHeadersRead(channel, streamId, headers, 0, (short) 0, false, padding, endOfStream);
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext channel,
        int streamId,
        ByteBuf data,
        int padding,
        boolean endOfStream) {
      int length = data.readableBytes() + padding;
      Http2Stream stream = connection().stream(streamId);
      Http2Peer peer = stream == null ? null : stream.getProperty(key);
      return peer == null ? length : peer.dataRead(data.retain(), length, endOfStream);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext channel, int streamId, long errorCode) {
      Http2Stream stream = connection().stream(streamId);
      Http2Peer peer = stream == null ? null : stream.getProperty(key);
      if (peer != null) {
        peer.resetRead(errorCode);
      }
    }

    @Override
    public void onUnknownFrame(
        ChannelHandlerContext channel, byte type, int streamId, Http2Flags flags, ByteBuf payload) {
      Http2Stream stream = connection().stream(streamId);
      Http2Peer peer = stream == null ? null : stream.getProperty(key);
      if (type != MetadataFrames.TYPE || !metadata || peer == null) {
        return;
      }
      try {
        peer.metadataRead(payload, (flags.value() & MetadataFrames.END) != 0, channel.alloc());
      } catch (Http2Exception e) {
        onError(channel, false, e);
      }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext channel, Http2Settings settings) {
      owner.settingsChanged();
    }
  }
}
