package io.proxywasm.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/** One connection: sends the next request when the response to the one before is complete. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // A write that fails closes the connection, which ends the run.
final class LoadHandler extends SimpleChannelInboundHandler<HttpObject> {
  private final Workload workload;
  private final ByteBuf request;

  private @Nullable ChannelHandlerContext connection;
  private @Nullable LoadRun run;

  LoadHandler(Workload workload) {
    this.workload = workload;
    this.request =
        Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes(workload.request()).asReadOnly());
  }

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
      context.writeAndFlush(request.duplicate());
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    LoadRun current = run;
    if (current == null) {
      return;
    }
    if (message instanceof HttpResponse response) {
      String wrong =
          response.status().equals(HttpResponseStatus.OK)
              ? workload.wrong(response.headers(), current.filtered())
              : response.status().toString();
      if (wrong != null) {
        current.failed(new BenchException("a response is wrong: " + wrong + "; see Envoy's log"));
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
