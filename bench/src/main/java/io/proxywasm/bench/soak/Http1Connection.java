package io.proxywasm.bench.soak;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1, one request at a time. */
final class Http1Connection extends Connection {
  private final Channel channel;
  private @Nullable Consumer<Answer> waiting;
  private @Nullable HttpResponse head;
  private final StringBuilder body = new StringBuilder();

  Http1Connection(Channel channel) {
    this.channel = channel;
    channel.pipeline().addLast(new HttpResponseDecoder(), new Reader());
  }

  @Override
  Channel channel() {
    return channel;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the connection.
  void send(Ask ask, Consumer<Answer> then) {
    if (waiting != null) {
      throw new IllegalStateException("a request is under way");
    }
    if (!channel.isActive()) {
      channel.eventLoop().execute(() -> then.accept(Answer.failed("closed before")));
      return;
    }
    waiting = then;
    StringBuilder text = new StringBuilder();
    text.append(ask.hasBody() ? "POST" : "GET")
        .append(" /soak HTTP/1.1\r\nhost: soak.example\r\nx-token: ")
        .append(ask.token())
        .append("\r\nx-repeat: ")
        .append(ask.repeat())
        .append("\r\nx-do: ")
        .append(ask.kind().word());
    if (ask.hasBody()) {
      String sent = ask.body();
      text.append("\r\ncontent-length: ").append(sent.length()).append("\r\n\r\n").append(sent);
    } else {
      text.append("\r\n\r\n");
    }
    channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), text));
  }

  private void finish(Answer answer) {
    Consumer<Answer> then = waiting;
    waiting = null;
    head = null;
    body.setLength(0);
    if (then != null) {
      then.accept(answer);
    }
  }

  private final class Reader extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpResponse response) {
        head = response;
      }
      if (message instanceof HttpContent content) {
        ByteBuf bytes = content.content();
        body.append(bytes.toString(StandardCharsets.US_ASCII));
      }
      ReferenceCountUtil.release(message);
      HttpResponse response = head;
      if (message instanceof LastHttpContent && response != null) {
        HttpHeaders headers = response.headers();
        finish(
            new Answer(
                response.status().code(),
                headers.get("x-token", ""),
                headers.get("x-called", ""),
                headers.get("x-plugin", ""),
                body.toString(),
                headers.get("connection", "").equals("close"),
                ""));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      finish(Answer.failed("the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      finish(Answer.failed(cause.toString()));
      var unused = context.close();
    }
  }
}
