package io.proxywasm.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection: sends the next request when the response to the one before is complete. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // A write that fails closes the connection, which ends the run.
final class LoadHandler extends SimpleChannelInboundHandler<HttpObject> {
  private static final ByteBuf REQUEST =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer()
              .writeBytes(
                  """
                  GET /x/items?page=2 HTTP/1.1\r
                  host: bench.example\r
                  user-agent: proxy-wasm-bench/1\r
                  accept: */*\r
                  accept-encoding: gzip, br\r
                  x-request-source: load\r
                  \r
                  """
                      .getBytes(StandardCharsets.US_ASCII))
              .asReadOnly());

  private @Nullable ChannelHandlerContext connection;
  private @Nullable LoadRun run;

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    connection = context;
  }

  /** Starts this connection's part of a run; called on the event loop. */
  void start(LoadRun next) {
    run = next;
    send(next);
  }

  private void send(LoadRun current) {
    ChannelHandlerContext context = connection;
    if (context != null && current.next()) {
      context.writeAndFlush(REQUEST.duplicate());
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    LoadRun current = run;
    if (current == null) {
      return;
    }
    if (message instanceof HttpResponse response) {
      if (!response.status().equals(HttpResponseStatus.OK)) {
        current.failed(new BenchException("Envoy answered " + response.status()));
      } else if (current.filtered() && !"c".equals(response.headers().get("x-b"))) {
        current.failed(
            new BenchException("a response came without the plugin's header; see Envoy's log"));
      }
    }
    if (message instanceof LastHttpContent) {
      current.answered();
      send(current);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (run != null) {
      run.failed(new BenchException("Envoy closed a connection"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (run != null) {
      run.failed(cause);
    }
    context.close();
  }
}
