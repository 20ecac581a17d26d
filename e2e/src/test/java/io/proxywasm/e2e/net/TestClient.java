package io.proxywasm.e2e.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A client with one connection, which is opened again when Envoy closed it. */
@SuppressWarnings("FutureReturnValueIgnored") // What is not sent is missed on the other side.
public final class TestClient implements AutoCloseable {
  private final Protocol protocol;
  private final int port;
  private @Nullable Channel connection;
  private final Queue<Inbox> expected = new ConcurrentLinkedQueue<>();

  public TestClient(Protocol protocol, int port) {
    this.protocol = protocol;
    this.port = port;
  }

  /**
   * A request under way.
   *
   * @param request to send more of the request
   * @param response what comes back
   */
  public record Exchange(Outbox request, Inbox response) {}

  /** Sends a request and returns the whole response. */
  public Message send(Request request) {
    Message response = begin(request).response().awaitEnd();
    if (response.headers("connection").contains("close")) {
      close();
    }
    return response;
  }

  /** Sends a request and returns at once. */
  public Exchange begin(Request request) {
    Exchange exchange = open();
    exchange.request().all(request.head(), request.chunks(), request.trailers());
    return exchange;
  }

  /** Sends the headers of a request that has a body. */
  public Exchange beginHeaders(Request request) {
    Exchange exchange = open();
    exchange.request().head(request.head(), false);
    return exchange;
  }

  private Exchange open() {
    Inbox inbox = new Inbox();
    Channel channel = connect();
    if (protocol == Protocol.HTTP_1) {
      expected.add(inbox);
      channel
          .closeFuture()
          .addListener(
              closed -> {
                if (expected.remove(inbox)) {
                  inbox.cut();
                }
              });
      return new Exchange(new Http1.Sender(channel), inbox);
    }
    Channel stream =
        new Http2StreamChannelBootstrap(channel)
            .handler(new Http2.Receiver(inbox))
            .open()
            .syncUninterruptibly()
            .getNow();
    return new Exchange(new Http2.Sender(stream), inbox);
  }

  private Channel connect() {
    Channel present = connection;
    if (present != null && present.isActive()) {
      return present;
    }
    Channel fresh =
        new Bootstrap()
            .group(Netty.LOOP)
            .channel(NioSocketChannel.class)
            .handler(Netty.initializer(this::setUp))
            .connect(Netty.loopback(), port)
            .syncUninterruptibly()
            .channel();
    connection = fresh;
    return fresh;
  }

  private void setUp(Channel channel) {
    if (protocol == Protocol.HTTP_1) {
      channel
          .pipeline()
          .addLast(new HttpClientCodec(Netty.http1Limits(), false, false))
          .addLast(new Http1.Receiver(answer -> expected.remove()));
    } else {
      channel
          .pipeline()
          .addLast(
              Http2FrameCodecBuilder.forClient()
                  .initialSettings(Http2Settings.defaultSettings().maxHeaderListSize(1 << 20))
                  .validateHeaders(false)
                  .build())
          .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
    }
  }

  /** Closes the connection, whatever is under way. */
  @Override
  public void close() {
    Channel present = connection;
    if (present != null) {
      present.close().syncUninterruptibly();
    }
  }
}
