package io.proxywasm.proxy.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.proxywasm.host.Buffer;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilterChain;
import io.proxywasm.proxy.net.NettyBuffer;
import io.proxywasm.proxy.net.NettyEventLoop;
import org.jspecify.annotations.Nullable;

/** Plugins between the bytes of a client's connection and the codec that reads them. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed, and that is heard.
public final class NetworkFilters extends ChannelDuplexHandler
    implements TcpFilterChain.Connection {
  private final TcpExtension extension;
  private final NettyEventLoop loop;
  private final StreamInfo info;
  private final TcpFilterChain chain;
  private @Nullable ChannelHandlerContext context;
  private boolean closedByUs;
  private boolean over;

  private NetworkFilters(TcpExtension extension, NettyEventLoop loop, ConnectionInfo connection) {
    this.extension = extension;
    this.loop = loop;
    this.info = new StreamInfo(connection, loop.currentTimeNanos());
    this.chain = extension.filters(loop).newConnection(info, this);
  }

  /** Makes the handler, to be put before the codec. */
  public static ChannelHandler handler(
      TcpExtension extension, NettyEventLoop loop, ConnectionInfo connection) {
    return new NetworkFilters(extension, loop, connection);
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext current = context;
    if (current == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return current;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    if (added.channel().isActive()) {
      chain.connected();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    chain.connected();
    active.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext reading, Object message) {
    chain.downstreamData(new NettyBuffer((ByteBuf) message), false);
  }

  @Override
  public void write(ChannelHandlerContext writing, Object message, ChannelPromise promise) {
    // The bytes are the plugins' now: what they make of them is written by toDownstream.
    chain.upstreamData(new NettyBuffer((ByteBuf) message), false);
    if (!promise.isVoid()) {
      writing.write(Unpooled.EMPTY_BUFFER, promise);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    if (!over) {
      over = true;
      chain.downstreamData(new NettyBuffer(), true);
      chain.downstreamClosed(!closedByUs);
      chain.close();
      extension.log(loop, info);
    }
    inactive.fireChannelInactive();
  }

  @Override
  public void connectUpstream() {}

  @Override
  public void toUpstream(Buffer data, boolean endOfStream) {
    NettyBuffer bytes = NettyBuffer.of(data);
    boolean any = bytes.length() > 0;
    for (ByteBuf piece = bytes.poll(); piece != null; piece = bytes.poll()) {
      context().fireChannelRead(piece);
    }
    if (any) {
      context().fireChannelReadComplete();
    }
  }

  @Override
  public void toDownstream(Buffer data, boolean endOfStream) {
    NettyBuffer.of(data).writeTo(context());
  }

  @Override
  public void closeDownstream(String details) {
    closedByUs = true;
    context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
