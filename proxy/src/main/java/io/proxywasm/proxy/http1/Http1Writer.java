package io.proxywasm.proxy.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.net.FlushQueue;
import io.proxywasm.proxy.net.NettyBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTTP/1 messages of one direction of one connection, which its loop flushes. Bodies are
 * chunked when their length is not known, as Envoy does it. Used on one loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed: that is heard.
public final class Http1Writer extends FlushQueue.Flushable {
  private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  /** A body up to this length goes into the same network buffer as the headers. */
  private static final int INLINE_BODY = 2048;

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);
  private static final ThreadLocal<Http1Writer.Scratch> SCRATCH =
      ThreadLocal.withInitial(Scratch::new);

  /** The bytes of a head, before they go to a network buffer. One for each thread. */
  private static final class Scratch {
    byte[] bytes = new byte[8192];
    int length;

    void room(int more) {
      if (length + more > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
      }
    }

    /** What would end a line, and so begin a header that nobody wanted, becomes a blank. */
    @SuppressWarnings("deprecation") // The one way to get at Latin 1 bytes without a new array.
    void text(String text) {
      int size = text.length();
      room(size);
      text.getBytes(0, size, bytes, length);
      if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
        for (int i = length; i < length + size; i++) {
          if (bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == 0) {
            bytes[i] = ' ';
          }
        }
      }
      length += size;
    }

    void one(char c) {
      room(1);
      bytes[length++] = (byte) c;
    }

    void two(char first, char second) {
      room(2);
      bytes[length++] = (byte) first;
      bytes[length++] = (byte) second;
    }

    void field(String name, String value) {
      text(name);
      two(':', ' ');
      text(value);
      two('\r', '\n');
    }

    ByteBuf toBuffer(int more) {
      ByteBuf buffer = ALLOCATOR.directBuffer(length + more);
      buffer.writeBytes(bytes, 0, length);
      return buffer;
    }
  }

  private final ChannelHandlerContext context;
  private final Scratch scratch = SCRATCH.get();
  private boolean chunked;
  private @Nullable ByteBuf head;

  /** Makes a writer. */
  public Http1Writer(ChannelHandlerContext context) {
    this.context = context;
  }

  /** Writes a request's first line and headers. */
  public void request(HeaderMap headers, boolean endOfMessage) {
    Scratch out = scratch;
    out.length = 0;
    String method = orEmpty(headers.get(":method"));
    String path = headers.get(":path");
    String authority = headers.get(":authority");
    out.text(method);
    out.one(' ');
    out.text(path == null ? orEmpty(authority) : path);
    out.text(" HTTP/1.1");
    out.two('\r', '\n');
    if (authority != null) {
      out.field("host", authority);
    }
    boolean length = fields(out, headers);
    chunked = false;
    if (!length) {
      if (!endOfMessage) {
        out.text("transfer-encoding: chunked");
        out.two('\r', '\n');
        chunked = true;
      } else if (hasUsuallyBody(method)) {
        out.text("content-length: 0");
        out.two('\r', '\n');
      }
    }
    out.two('\r', '\n');
    finishHead(endOfMessage);
  }

  private static boolean hasUsuallyBody(String method) {
    return switch (method) {
      case "GET", "HEAD", "DELETE", "TRACE", "CONNECT" -> false;
      default -> true;
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * Writes a response's first line and headers.
   *
   * @param http10 whether the request was HTTP/1.0
   * @param toHeadRequest whether there will be no body whatever the headers say
   */
  public void response(
      HeaderMap headers, boolean endOfMessage, boolean http10, boolean toHeadRequest) {
    Scratch out = scratch;
    out.length = 0;
    int status = Statuses.number(headers.get(":status"));
    out.text(http10 ? "HTTP/1.0 " : "HTTP/1.1 ");
    out.text(Statuses.text(status));
    out.one(' ');
    out.text(Statuses.reason(status));
    out.two('\r', '\n');
    boolean length = fields(out, headers);
    chunked = false;
    if (!length && status >= 200 && status != 204 && status != 304) {
      if (endOfMessage && !toHeadRequest) {
        out.text("content-length: 0");
        out.two('\r', '\n');
      } else if (!http10) {
        out.text("transfer-encoding: chunked");
        out.two('\r', '\n');
        chunked = !toHeadRequest;
      }
    }
    out.two('\r', '\n');
    finishHead(endOfMessage || status < 200);
  }

  /** Writes all but pseudo headers; returns whether there was a content-length. */
  private static boolean fields(Scratch out, HeaderMap headers) {
    boolean length = false;
    for (int i = 0, size = headers.size(); i < size; i++) {
      String name = headers.name(i);
      if (name.isEmpty() || name.charAt(0) == ':') {
        continue;
      }
      if (name.equals("content-length")) {
        length = true;
      }
      out.field(name, headers.value(i));
    }
    return length;
  }

  private void finishHead(boolean send) {
    ByteBuf buffer = scratch.toBuffer(send ? 0 : INLINE_BODY / 4);
    if (send) {
      context.write(buffer, context.voidPromise());
    } else {
      head = buffer; // The body usually comes at once.
    }
  }

  /** Writes what is kept back. To be called before a flush. */
  public void writePending() {
    ByteBuf buffer = head;
    if (buffer != null) {
      head = null;
      context.write(buffer, context.voidPromise());
    }
  }

  @Override
  protected void flushNow() {
    writePending();
    context.flush();
  }

  /** Gives up what is kept back. */
  public void discardPending() {
    ByteBuf buffer = head;
    if (buffer != null) {
      head = null;
      buffer.release();
    }
  }

  /** Writes a part of the body; the buffer is taken. */
  public void body(Buffer data, boolean endOfMessage) {
    int length = data.length();
    ByteBuf buffer = head;
    if (length <= INLINE_BODY) {
      if (buffer == null) {
        if (length == 0 && !(chunked && endOfMessage)) {
          data.release();
          return;
        }
        buffer = ALLOCATOR.directBuffer(length + 16);
      }
      head = null;
      if (length > 0) {
        if (chunked) {
          chunkSize(buffer, length);
        }
        copy(data, length, buffer);
        if (chunked) {
          buffer.writeByte('\r').writeByte('\n');
        }
      }
      if (chunked && endOfMessage) {
        buffer.writeBytes(LAST_CHUNK);
      }
      context.write(buffer, context.voidPromise());
      return;
    }
    if (chunked) {
      ByteBuf size = buffer == null ? ALLOCATOR.directBuffer(16) : buffer;
      head = null;
      chunkSize(size, length);
      context.write(size, context.voidPromise());
    } else {
      writePending();
    }
    NettyBuffer.of(data).writeTo(context);
    if (chunked) {
      ByteBuf end = ALLOCATOR.directBuffer(8);
      end.writeByte('\r').writeByte('\n');
      if (endOfMessage) {
        end.writeBytes(LAST_CHUNK);
      }
      context.write(end, context.voidPromise());
    }
  }

  private static void copy(Buffer data, int length, ByteBuf target) {
    if (data instanceof NettyBuffer netty) {
      for (ByteBuf piece = netty.poll(); piece != null; piece = netty.poll()) {
        target.writeBytes(piece);
        piece.release();
      }
      return;
    }
    byte[] bytes = new byte[length];
    data.copyTo(0, bytes, 0, length);
    target.writeBytes(bytes);
    data.release();
  }

  private static void chunkSize(ByteBuf buffer, int size) {
    int shift = 28;
    while (shift > 0 && size >>> shift == 0) {
      shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
      buffer.writeByte(Character.forDigit(size >>> shift & 15, 16));
    }
    buffer.writeByte('\r').writeByte('\n');
  }

  /** Writes trailers, which end the message; only a chunked one can have them. */
  public void trailers(HeaderMap trailers, boolean enabled) {
    if (!chunked) {
      writePending();
      return;
    }
    Scratch out = scratch;
    out.length = 0;
    out.one('0');
    out.two('\r', '\n');
    if (enabled) {
      fields(out, trailers);
    }
    out.two('\r', '\n');
    ByteBuf buffer = head;
    head = null;
    if (buffer == null) {
      buffer = ALLOCATOR.directBuffer(out.length);
    }
    buffer.writeBytes(out.bytes, 0, out.length);
    context.write(buffer, context.voidPromise());
  }
}
