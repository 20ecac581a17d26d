package io.proxywasm.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.proxywasm.proxy.net.LoopTimers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection, as Envoy's TLS inspector: whether it is TLS, which name
 * and which protocols the client wants. Then makes way for the filter chain that is chosen so.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed: that is heard.
final class FirstBytes extends ChannelInboundHandlerAdapter {
  /** How long a client may say nothing: Envoy's {@code listener_filters_timeout}. */
  private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(15);

  private final ConnectionSetup setup;
  private @Nullable ByteBuf bytes;
  private LoopTimers.@Nullable Timer timer;

  FirstBytes(ConnectionSetup setup) {
    this.setup = setup;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    LoopTimers.Timer limit =
        new LoopTimers.Timer() {
          @Override
          protected void fire() {
            context.close();
          }
        };
    timer = limit;
    setup.timers().start(limit, TIMEOUT);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    if (bytes == null) {
      bytes = in;
    } else {
      ByteBuf joined = context.alloc().buffer(bytes.readableBytes() + in.readableBytes());
      joined.writeBytes(bytes).writeBytes(in);
      bytes.release();
      in.release();
      bytes = joined;
    }
    Boolean tls = ClientHello.isTls(bytes);
    ClientHello hello =
        tls == null || !tls ? new ClientHello("", List.of()) : ClientHello.read(bytes);
    if (tls != null && hello != null) {
      goOn(context, tls, hello);
    }
  }

  private void goOn(ChannelHandlerContext context, boolean tls, ClientHello hello) {
    stopTimer();
    ByteBuf seen = bytes;
    bytes = null;
    ChannelPipeline pipeline = context.pipeline();
    setup.choose(pipeline, tls, hello);
    if (seen != null) {
      context.fireChannelRead(seen);
    }
    context.fireChannelReadComplete();
    pipeline.remove(this);
  }

  private void stopTimer() {
    LoopTimers.Timer running = timer;
    if (running != null) {
      running.stop();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopTimer();
    ByteBuf seen = bytes;
    if (seen != null) {
      bytes = null;
      seen.release();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
