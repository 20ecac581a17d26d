package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** HTTP/2 on Netty's frames. */
@SuppressWarnings("FutureReturnValueIgnored") // What is not sent is missed on the other side.
final class Http2 {
  private Http2() {}

  /** Receives one stream's message. */
  static final class Receiver extends ChannelInboundHandlerAdapter {
    private final Inbox inbox;
    private boolean headersSeen;

    Receiver(Inbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      try {
        if (frame instanceof Http2HeadersFrame headers) {
          if (headersSeen) {
            inbox.trailers(fields(headers.headers()));
          } else {
            inbox.head(fields(headers.headers()));
          }
          headersSeen = true;
          if (headers.isEndStream()) {
            inbox.end();
          }
        } else if (frame instanceof Http2DataFrame data) {
          inbox.data(ByteBufUtil.getBytes(data.content()));
          if (data.isEndStream()) {
            inbox.end();
          }
        }
      } finally {
        ReferenceCountUtil.release(frame);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof Http2ResetFrame) {
        inbox.cut();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      inbox.cut();
      context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      inbox.cut();
      context.close();
    }
  }

  private static List<Field> fields(Http2Headers headers) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<CharSequence, CharSequence> header : headers) {
      fields.add(new Field(header.getKey().toString(), text(header.getValue())));
    }
    return fields;
  }

  private static String text(CharSequence value) {
    return value instanceof AsciiString bytes
        ? new String(bytes.array(), bytes.arrayOffset(), bytes.length(), UTF_8)
        : value.toString();
  }

  /** Sends one stream's message. */
  record Sender(Channel stream) implements Outbox {
    @Override
    public void head(List<Field> headers, boolean end) {
      stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers(headers), end));
    }

    private static Http2Headers headers(List<Field> fields) {
      Http2Headers headers = new DefaultHttp2Headers(false);
      fields.forEach(
          field -> headers.add(field.name(), new AsciiString(field.value().getBytes(UTF_8))));
      return headers;
    }

    @Override
    public void data(byte[] bytes, boolean end) {
      stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), end));
    }

    @Override
    public void trailers(List<Field> trailers) {
      stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers(trailers), true));
    }

    @Override
    public void reset() {
      stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    }
  }
}
