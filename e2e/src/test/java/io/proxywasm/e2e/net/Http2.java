package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2UnknownFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** HTTP/2 on Netty's frames. */
@SuppressWarnings("FutureReturnValueIgnored") // What is not sent is missed on the other side.
final class Http2 {
  private static final byte METADATA = 0x4d;
  private static final short END_METADATA = 4;

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
        } else if (frame instanceof Http2UnknownFrame other && other.frameType() == METADATA) {
          inbox.metadata(metadata(other));
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

  /** What one frame says; the frames of these tests are never continued. */
  private static List<Field> metadata(Http2UnknownFrame frame) {
    assert frame.flags().value() == END_METADATA;
    try {
      return fields(new DefaultHttp2HeadersDecoder(false).decodeHeaders(1, frame.content()));
    } catch (Http2Exception e) {
      throw new AssertionError(e);
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
    public void metadata(List<Field> fields) {
      ByteBuf bytes = Unpooled.buffer();
      try {
        // Without an entry in the table of the connection.
        new DefaultHttp2HeadersEncoder((name, value) -> true)
            .encodeHeaders(1, headers(fields), bytes);
      } catch (Http2Exception e) {
        throw new AssertionError(e);
      }
      stream.writeAndFlush(
          new DefaultHttp2UnknownFrame(METADATA, new Http2Flags(END_METADATA), bytes));
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
