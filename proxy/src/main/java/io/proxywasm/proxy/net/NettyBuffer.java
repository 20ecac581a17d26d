package io.proxywasm.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.proxywasm.host.Buffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Buffer} over network buffers, which are passed on without being copied. Not thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed: that is heard.
public final class NettyBuffer implements Buffer {
  private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  /** So many pieces become one, lest many small ones cost more than their bytes. */
  private static final int MAX_PIECES = 64;

  private @Nullable ByteBuf first;
  private @Nullable ArrayDeque<ByteBuf> rest;
  private int length;

  /** Makes an empty buffer. */
  public NettyBuffer() {}

  /** Takes the readable bytes of a network buffer, and its reference. */
  public NettyBuffer(ByteBuf bytes) {
    add(bytes);
  }

  /** Takes what is in any buffer, which is empty or released then. */
  public static NettyBuffer of(Buffer buffer) {
    if (buffer instanceof NettyBuffer netty) {
      return netty;
    }
    NettyBuffer result = new NettyBuffer();
    result.takeFrom(buffer);
    buffer.release();
    return result;
  }

  /** Puts the readable bytes of a network buffer behind, and takes its reference. */
  public void add(ByteBuf bytes) {
    int added = bytes.readableBytes();
    if (added == 0) {
      bytes.release();
      return;
    }
    length += added;
    if (first == null) {
      first = bytes;
      return;
    }
    if (rest == null) {
      rest = new ArrayDeque<>();
    }
    rest.addLast(bytes);
    if (rest.size() >= MAX_PIECES) {
      merge();
    }
  }

  private void merge() {
    ByteBuf all = ALLOCATOR.directBuffer(length);
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      all.writeBytes(piece);
      piece.release();
    }
    first = all;
    length = all.readableBytes();
  }

  /** Takes the first piece out, or null. The reference is the caller's. */
  public @Nullable ByteBuf poll() {
    ByteBuf piece = first;
    if (piece != null) {
      first = rest == null ? null : rest.pollFirst();
      length -= piece.readableBytes();
    }
    return piece;
  }

  /** Takes all bytes out as one network buffer, which is copied when there are several pieces. */
  public ByteBuf toByteBuf() {
    if (rest != null && !rest.isEmpty()) {
      merge();
    }
    ByteBuf all = poll();
    return all == null ? io.netty.buffer.Unpooled.EMPTY_BUFFER : all;
  }

  /** Writes all bytes to a channel without flushing; this is empty then. */
  public void writeTo(ChannelHandlerContext context) {
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      context.write(piece, context.voidPromise());
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void copyTo(int offset, byte[] target, int targetOffset, int length) {
    if (length == 0) {
      return;
    }
    int skip = offset;
    int done = 0;
    ByteBuf piece = first;
    var others = rest == null ? null : rest.iterator();
    while (piece != null) {
      int readable = piece.readableBytes();
      if (skip < readable) {
        int part = Math.min(readable - skip, length - done);
        piece.getBytes(piece.readerIndex() + skip, target, targetOffset + done, part);
        done += part;
        if (done == length) {
          return;
        }
        skip = 0;
      } else {
        skip -= readable;
      }
      piece = others != null && others.hasNext() ? others.next() : null;
    }
    throw new IndexOutOfBoundsException(offset + " + " + length + " of " + this.length);
  }

  @Override
  public void drain(int count) {
    int left = count;
    while (left > 0 && first != null) {
      int readable = first.readableBytes();
      if (left < readable) {
        first.skipBytes(left);
        length -= left;
        return;
      }
      left -= readable;
      ByteBuf piece = poll();
      if (piece != null) {
        piece.release();
      }
    }
  }

  @Override
  public void prepend(byte[] data) {
    if (data.length == 0) {
      return;
    }
    ByteBuf front = ALLOCATOR.directBuffer(data.length).writeBytes(data);
    length += data.length;
    if (first != null) {
      if (rest == null) {
        rest = new ArrayDeque<>();
      }
      rest.addFirst(first);
    }
    first = front;
  }

  @Override
  public void append(byte[] data) {
    if (data.length > 0) {
      add(ALLOCATOR.directBuffer(data.length).writeBytes(data));
    }
  }

  @Override
  public void takeFrom(Buffer other) {
    if (other instanceof NettyBuffer netty) {
      for (ByteBuf piece = netty.poll(); piece != null; piece = netty.poll()) {
        add(piece);
      }
      return;
    }
    append(other.toByteArray());
    other.drain(other.length());
  }

  @Override
  public Buffer newBuffer() {
    return new NettyBuffer();
  }

  @Override
  public void release() {
    for (ByteBuf piece = poll(); piece != null; piece = poll()) {
      piece.release();
    }
  }

  @Override
  public String toString() {
    return length + " bytes";
  }
}
