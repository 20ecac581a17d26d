package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 on Netty's objects. Header values are UTF-8, which Netty sees as Latin-1. */
@SuppressWarnings("FutureReturnValueIgnored") // What is not sent is missed on the other side.
final class Http1 {
  private static final DefaultHttpHeadersFactory FIELDS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private Http1() {}

  /** Where the messages of a connection go, one after the other. */
  interface Inboxes {
    Inbox next(Outbox answer);
  }

  /** Receives messages from a connection. */
  static final class Receiver extends ChannelInboundHandlerAdapter {
    private final Inboxes inboxes;
    private @Nullable Inbox inbox;

    Receiver(Inboxes inboxes) {
      this.inboxes = inboxes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
      try {
        if (part instanceof HttpMessage message) {
          Inbox next = inboxes.next(new Sender(context.channel()));
          inbox = next;
          next.head(fields(message));
        }
        Inbox current = inbox;
        if (part instanceof HttpContent content && current != null) {
          current.data(ByteBufUtil.getBytes(content.content()));
          if (part instanceof LastHttpContent last) {
            current.trailers(fields(last.trailingHeaders()));
            current.end();
            inbox = null;
          }
        }
      } finally {
        ReferenceCountUtil.release(part);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Inbox current = inbox;
      if (current != null) {
        current.cut();
      }
      context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }

  private static List<Field> fields(HttpMessage message) {
    List<Field> fields = new ArrayList<>();
    if (message instanceof HttpRequest request) {
      fields.add(new Field(":method", request.method().name()));
      fields.add(new Field(":path", utf8(request.uri())));
    } else if (message instanceof HttpResponse response) {
      fields.add(new Field(":status", Integer.toString(response.status().code())));
    }
    for (Field field : fields(message.headers())) {
      fields.add(field.name().equals("host") ? new Field(":authority", field.value()) : field);
    }
    return fields;
  }

  private static List<Field> fields(HttpHeaders headers) {
    List<Field> fields = new ArrayList<>();
    for (Map.Entry<String, String> header : headers.entries()) {
      fields.add(new Field(header.getKey(), utf8(header.getValue())));
    }
    return fields;
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(ISO_8859_1), UTF_8);
  }

  private static String latin1(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** Sends one message to a connection. */
  record Sender(Channel channel) implements Outbox {
    @Override
    public void head(List<Field> headers, boolean end) {
      HttpMessage message = start(headers);
      boolean bodiless = message instanceof HttpRequest;
      for (Field field : headers) {
        String name = field.name().equals(":authority") ? "host" : field.name();
        if (!name.startsWith(":")) {
          message.headers().add(name, latin1(field.value()));
        }
      }
      if (!message.headers().contains("content-length")) {
        if (!end) {
          message.headers().set("transfer-encoding", "chunked");
        } else if (!bodiless) {
          message.headers().set("content-length", "0");
        }
      }
      channel.write(message);
      if (end) {
        channel.write(LastHttpContent.EMPTY_LAST_CONTENT);
      }
      channel.flush();
    }

    private static HttpMessage start(List<Field> headers) {
      String status = pseudo(headers, ":status");
      if (!status.isEmpty()) {
        return new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(Integer.parseInt(status)), FIELDS);
      }
      return new DefaultHttpRequest(
          HttpVersion.HTTP_1_1,
          HttpMethod.valueOf(pseudo(headers, ":method")),
          latin1(pseudo(headers, ":path")),
          FIELDS);
    }

    private static String pseudo(List<Field> headers, String name) {
      return headers.stream()
          .filter(field -> field.name().equals(name))
          .map(Field::value)
          .findFirst()
          .orElse("");
    }

    @Override
    public void data(byte[] bytes, boolean end) {
      ByteBuf content = Unpooled.wrappedBuffer(bytes);
      channel.writeAndFlush(
          end ? new DefaultLastHttpContent(content, FIELDS) : new DefaultHttpContent(content));
    }

    @Override
    public void trailers(List<Field> trailers) {
      LastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, FIELDS);
      trailers.forEach(field -> last.trailingHeaders().add(field.name(), latin1(field.value())));
      channel.writeAndFlush(last);
    }

    @Override
    public void reset() {
      channel.close();
    }
  }
}
