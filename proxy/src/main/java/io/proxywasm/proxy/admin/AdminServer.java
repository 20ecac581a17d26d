package io.proxywasm.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.proxy.accesslog.LogEntry;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.log.Loggers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The admin endpoint's port. It has a thread of its own, so that it answers also under load. */
public final class AdminServer implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 1 << 20;

  private final EventLoopGroup group;
  private final Channel channel;

  private AdminServer(EventLoopGroup group, Channel channel) {
    this.group = group;
    this.channel = channel;
  }

  /**
   * Opens the port.
   *
   * @throws ConfigException when that fails
   */
  public static AdminServer start(InetSocketAddress address, AdminTarget target) {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("pwj-admin", true), NioIoHandler.newFactory());
    AdminCommands commands = new AdminCommands(target);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connection
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                        .addLast(new Handler(commands, target));
                  }
                });
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var unused = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new ConfigException(
          "admin: cannot bind '"
              + address.getHostString()
              + ":"
              + address.getPort()
              + "': "
              + bound.cause().getMessage(),
          bound.cause());
    }
    return new AdminServer(group, bound.channel());
  }

  /** Where it is, with the port that it got. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Closes the port and its connections. Not called on its thread. */
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  private static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private final AdminCommands commands;
    private final AdminTarget target;

    Handler(AdminCommands commands, AdminTarget target) {
      this.commands = commands;
      this.target = target;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      Instant start = Instant.now();
      AdminResponse response = answer(request);
      boolean head = request.method().equals(HttpMethod.HEAD);
      ByteBuf body = Unpooled.wrappedBuffer(response.body().getBytes(UTF_8));
      FullHttpResponse out =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(response.status()),
              head ? Unpooled.EMPTY_BUFFER : body);
      out.headers()
          .set("content-type", response.contentType())
          .set("cache-control", "no-cache, max-age=0")
          .set("x-content-type-options", "nosniff")
          .set("date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)))
          .set("server", "envoy")
          .set("content-length", Integer.toString(body.readableBytes()));
      log(context.channel(), request, out, start);
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      if (!keepAlive) {
        out.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
      ChannelFuture written = context.writeAndFlush(out);
      if (!keepAlive) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    }

    private AdminResponse answer(FullHttpRequest request) {
      try {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        return commands.handle(
            new AdminRequest(request.method().name(), uri.path(), uri.parameters()));
      } catch (IllegalArgumentException e) {
        return AdminResponse.text(400, "The request is malformed: " + e.getMessage() + "\n");
      } catch (RuntimeException e) {
        Loggers loggers = target.loggers();
        loggers.log(
            Loggers.Logger.ADMIN, LogLevel.ERROR, "admin " + request.uri() + " failed: " + e);
        return AdminResponse.text(500, "It failed: " + e + "\n");
      }
    }

    private void log(
        Channel channel, FullHttpRequest request, FullHttpResponse response, Instant start) {
      if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
          || !(channel.localAddress() instanceof InetSocketAddress local)) {
        return; // The client has gone.
      }
      ConnectionInfo connection =
          new ConnectionInfo(
              0,
              AdminCommands.text(remote),
              remote.getPort(),
              AdminCommands.text(local),
              local.getPort());
      long startNanos = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano();
      StreamInfo info =
          new StreamInfo(connection, startNanos)
              .setProtocol(request.protocolVersion().text())
              .setResponseCode(response.status().code())
              .setDurationNanos(Duration.between(start, Instant.now()).toNanos())
              .addBytesReceived(request.content().readableBytes())
              .addBytesSent(response.content().readableBytes());
      HeaderMap headers = HeaderMap.of(":method", request.method().name(), ":path", request.uri());
      request.headers().forEach(header -> headers.add(name(header.getKey()), header.getValue()));
      HeaderMap answered = HeaderMap.of(":status", response.status().codeAsText().toString());
      response.headers().forEach(header -> answered.add(name(header.getKey()), header.getValue()));
      target.log(new LogEntry(info, headers, answered, null));
    }

    private static String name(String header) {
      String name = header.toLowerCase(Locale.ROOT);
      return name.equals("host") ? ":authority" : name;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // The client is gone, or does not speak HTTP.
      var unused = context.close();
    }
  }
}
