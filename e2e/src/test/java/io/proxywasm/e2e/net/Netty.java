package io.proxywasm.e2e.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.util.function.Consumer;

/** What client and upstream share. */
final class Netty {
  static final int MAX_HEADERS = 1 << 20;

  /** One thread for all; it ends with the JVM. */
  static final EventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("e2e-net", true), NioIoHandler.newFactory());

  private Netty() {}

  static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  static HttpDecoderConfig http1Limits() {
    return new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADERS).setMaxInitialLineLength(65_536);
  }

  static ChannelHandler initializer(Consumer<Channel> setUp) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        setUp.accept(channel);
      }
    };
  }
}
