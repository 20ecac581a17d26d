package io.proxywasm.proxy.listener;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client says at the beginning of TLS.
 *
 * @param serverName the name that it wants, or empty
 * @param protocols the protocols that it offers
 */
record ClientHello(String serverName, List<String> protocols) {
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int SERVER_NAME = 0;
  private static final int ALPN = 16;
  private static final int MAX_LENGTH = 1 << 16;
  private static final ClientHello UNKNOWN = new ClientHello("", List.of());

  /** Whether bytes are those of TLS; null when there are too few to say. */
  static @Nullable Boolean isTls(ByteBuf in) {
    if (!in.isReadable()) {
      return null;
    }
    if (in.getByte(in.readerIndex()) != HANDSHAKE) {
      return false;
    }
    return in.readableBytes() < 2 ? null : in.getByte(in.readerIndex() + 1) == 3;
  }

  /** Reads it without taking bytes out; null when it is not all there. */
  static @Nullable ClientHello read(ByteBuf in) {
    ByteBuf message = in.alloc().buffer();
    try {
      int at = in.readerIndex();
      int end = in.writerIndex();
      while (message.readableBytes() < 4
          || message.readableBytes() < 4 + message.getUnsignedMedium(1)) {
        if (end - at < 5) {
          return message.readableBytes() > MAX_LENGTH ? UNKNOWN : null;
        }
        int length = in.getUnsignedShort(at + 3);
        if (in.getByte(at) != HANDSHAKE || length == 0) {
          return UNKNOWN;
        }
        if (end - at - 5 < length) {
          return null;
        }
        message.writeBytes(in, at + 5, length);
        at += 5 + length;
        if (message.readableBytes() > MAX_LENGTH) {
          return UNKNOWN;
        }
      }
      return message.readByte() == CLIENT_HELLO
          ? hello(message.readSlice(message.readUnsignedMedium()))
          : UNKNOWN;
    } catch (IndexOutOfBoundsException e) {
      return UNKNOWN; // TLS itself will complain.
    } finally {
      message.release();
    }
  }

  private static ClientHello hello(ByteBuf hello) {
    hello.skipBytes(2 + 32);
    hello.skipBytes(hello.readUnsignedByte());
    hello.skipBytes(hello.readUnsignedShort());
    hello.skipBytes(hello.readUnsignedByte());
    if (!hello.isReadable()) {
      return UNKNOWN;
    }
    ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
    String name = "";
    List<String> protocols = new ArrayList<>();
    while (extensions.isReadable()) {
      int type = extensions.readUnsignedShort();
      ByteBuf data = extensions.readSlice(extensions.readUnsignedShort());
      if (type == SERVER_NAME && data.readableBytes() >= 5) {
        data.skipBytes(3);
        name =
            data.readCharSequence(data.readUnsignedShort(), StandardCharsets.US_ASCII)
                .toString()
                .toLowerCase(Locale.ROOT);
      } else if (type == ALPN && data.readableBytes() >= 2) {
        ByteBuf list = data.readSlice(data.readUnsignedShort());
        while (list.isReadable()) {
          protocols.add(
              list.readCharSequence(list.readUnsignedByte(), StandardCharsets.US_ASCII).toString());
        }
      }
    }
    return new ClientHello(name, List.copyOf(protocols));
  }
}
