package io.proxywasm.bench.soak;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** HTTP/2, many requests at a time. */
final class Http2Connection extends Connection {
  private final Channel channel;
  private final Http2ConnectionHandler handler;
  private final Map<Integer, Pending> pending = new HashMap<>();

  Http2Connection(Channel channel) {
    this.channel = channel;
    this.handler =
        new Http2ConnectionHandlerBuilder().server(false).frameListener(new Frames()).build();
    channel.pipeline().addLast(handler);
    channel.closeFuture().addListener(closed -> failAll("the connection was closed"));
  }

  @Override
  Channel channel() {
    return channel;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the connection.
  void send(Ask ask, Consumer<Answer> then) {
    ChannelHandlerContext context = channel.pipeline().context(handler);
    if (!channel.isActive() || context == null) {
      channel.eventLoop().execute(() -> then.accept(Answer.failed("closed before")));
      return;
    }
    int id = handler.connection().local().incrementAndGetNextStreamId();
    pending.put(id, new Pending(then));
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method(ask.hasBody() ? "POST" : "GET")
            .scheme("http")
            .path("/soak")
            .authority("soak.example")
            .add("x-token", ask.token())
            .add("x-repeat", Integer.toString(ask.repeat()))
            .add("x-do", ask.kind().word());
    handler.encoder().writeHeaders(context, id, headers, 0, !ask.hasBody(), context.newPromise());
    if (ask.hasBody()) {
      ByteBuf body = ByteBufUtil.writeAscii(context.alloc(), ask.body());
      handler.encoder().writeData(context, id, body, 0, true, context.newPromise());
    }
    // Not the context's: that would leave out the handler, which knows what the windows let
    // through.
    handler.flush(context);
  }

  private void failAll(String reason) {
    List<Pending> all = new ArrayList<>(pending.values());
    pending.clear();
    all.forEach(each -> each.then.accept(Answer.failed(reason)));
  }

  private static final class Pending {
    private final Consumer<Answer> then;
    private final StringBuilder body = new StringBuilder();
    private @Nullable Http2Headers head;

    private Pending(Consumer<Answer> then) {
      this.then = then;
    }

    private Answer answer() {
      Http2Headers headers = head;
      return headers == null
          ? Answer.failed("a response without headers")
          : new Answer(
              Integer.parseInt(text(headers, ":status")),
              text(headers, "x-token"),
              text(headers, "x-called"),
              text(headers, "x-plugin"),
              body.toString(),
              false,
              "");
    }

    private static String text(Http2Headers headers, String name) {
      CharSequence value = headers.get(name);
      return value == null ? "" : value.toString();
    }
  }

  private final class Frames extends Http2EventAdapter {
    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int streamId,
        Http2Headers headers,
        int streamDependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream) {
      onHeadersRead(context, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext context,
        int streamId,
        Http2Headers headers,
        int padding,
        boolean endOfStream) {
      Pending stream = pending.get(streamId);
      if (stream != null) {
        stream.head = headers;
        end(streamId, stream, endOfStream);
      }
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean last) {
      int bytes = data.readableBytes() + padding;
      Pending stream = pending.get(streamId);
      if (stream != null) {
        stream.body.append(data.toString(StandardCharsets.US_ASCII));
        end(streamId, stream, last);
      }
      return bytes;
    }

    private void end(int streamId, Pending stream, boolean last) {
      if (last) {
        pending.remove(streamId);
        stream.then.accept(stream.answer());
      }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int streamId, long errorCode) {
      Pending stream = pending.remove(streamId);
      if (stream != null) {
        stream.then.accept(Answer.failed("the stream was reset: " + errorCode));
      }
    }
  }
}
