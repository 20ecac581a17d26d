package io.proxywasm.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Stream;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.net.NettyBuffer;
import org.jspecify.annotations.Nullable;

/** One stream of a {@link Http2Link}. Used on its loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A stream that fails is closed: that is heard.
public abstract class Http2Peer {
  /** The error code of a stream that was refused before anything was done with it. */
  protected static final long REFUSED_STREAM = Http2Error.REFUSED_STREAM.code();

  private @Nullable Http2Link link;
  private int id;
  private int unconsumed;
  private boolean paused;
  private boolean headersSeen;
  private boolean endSeen;
  private boolean over;
  private boolean written;
  private boolean discarding;
  private @Nullable MetadataFrames metadata;

  /** Makes one, not yet of a link. */
  protected Http2Peer() {}

  void attach(Http2Link to, int streamId) {
    link = to;
    id = streamId;
  }

  /** The number of the stream. */
  public final int streamId() {
    return id;
  }

  // What comes.

  /** Headers: of the request, or of the response; a 1xx may come before those. */
  protected abstract void onHeaders(HeaderMap headers, boolean endOfStream);

  /** A part of the body, which is ours now. */
  protected abstract void onData(ByteBuf data, boolean endOfStream);

  /** Headers of a METADATA frame. */
  protected void onMetadata(HeaderMap metadata) {}

  /** Trailers, which end what the other side sends. */
  protected abstract void onTrailers(HeaderMap trailers);

  /**
   * The stream was cut, by the other side or with the whole connection.
   *
   * @param refused whether the other side has done nothing with it
   * @param byPeer whether the other side has reset this stream
   */
  protected abstract void onReset(boolean refused, boolean byPeer);

  /** Whether more is welcome. */
  protected abstract void onWritable(boolean writable);

  void headersRead(HeaderMap headers, boolean endOfStream) {
    if (over || discarding) {
      return;
    }
    endSeen |= endOfStream;
    if (headersSeen) {
      onTrailers(headers);
      return;
    }
    String status = headers.get(":status");
    headersSeen = status == null || status.isEmpty() || status.charAt(0) != '1';
    onHeaders(headers, endOfStream);
  }

  int dataRead(ByteBuf data, int length, boolean endOfStream) {
    if (over || discarding) {
      data.release();
      return length;
    }
    endSeen |= endOfStream;
    onData(data, endOfStream);
    if (paused && !endOfStream && !over) {
      unconsumed += length;
      return 0;
    }
    return length;
  }

  void metadataRead(ByteBuf payload, boolean end, ByteBufAllocator allocator)
      throws Http2Exception {
    if (over || discarding) {
      return;
    }
    if (metadata == null) {
      metadata = new MetadataFrames();
    }
    HeaderMap headers = metadata.read(id, payload, end, allocator);
    if (headers != null) {
      onMetadata(headers);
    }
  }

  /** Sends a METADATA frame. */
  public final void writeMetadata(HeaderMap headers) {
    Http2Link to = link;
    if (over || to == null) {
      return;
    }
    ChannelHandlerContext channel = to.context();
    try {
      to.encoder()
          .writeFrame(
              channel,
              MetadataFrames.TYPE,
              id,
              new Http2Flags(MetadataFrames.END),
              MetadataFrames.write(id, headers, channel.alloc()),
              channel.newPromise());
      to.changed();
    } catch (Http2Exception e) {
      to.onError(channel, true, e);
    }
  }

  void resetRead(long errorCode) {
    if (!over && !discarding) {
      over = true;
      onReset(errorCode == REFUSED_STREAM, true);
    }
  }

  void closed(boolean afterGoAway) {
    if (metadata != null) {
      metadata.release();
    }
    if (!over) {
      over = true;
      if (!discarding && (!endSeen || !written)) {
        onReset(afterGoAway, false);
      }
    }
  }

  // What is sent.

  /** Sends headers. */
  public final void writeHeaders(HeaderMap headers, boolean endOfStream) {
    Http2Link to = link;
    if (over || to == null) {
      return;
    }
    written |= endOfStream;
    ChannelHandlerContext channel = to.context();
    to.encoder()
        .writeHeaders(
            channel, id, new MapHeaders(headers, false), 0, endOfStream, channel.newPromise());
    to.changed();
  }

  /** Marks the request's end when it was sent with the headers by {@link Http2Link#open}. */
  protected final void headersEnded() {
    written = true;
  }

  /** Sends a part of the body; the buffer is taken. */
  public final void writeData(NettyBuffer data, boolean endOfStream) {
    Http2Link to = link;
    if (over || to == null) {
      data.release();
      return;
    }
    written |= endOfStream;
    ChannelHandlerContext channel = to.context();
    ByteBuf piece = data.poll();
    if (piece == null && endOfStream) {
      piece = Unpooled.EMPTY_BUFFER;
    }
    while (piece != null) {
      ByteBuf next = data.poll();
      to.encoder()
          .writeData(channel, id, piece, 0, endOfStream && next == null, channel.newPromise());
      piece = next;
    }
    to.changed();
  }

  /** Cuts the stream; nothing more is heard of it. */
  public final void reset(boolean refused) {
    cut(refused ? Http2Error.REFUSED_STREAM : Http2Error.CANCEL, true);
  }

  /** Cuts the stream after the other side has done wrong; nothing more is heard of it. */
  public final void resetForProtocolError() {
    cut(Http2Error.PROTOCOL_ERROR, false);
  }

  private void cut(Http2Error error, boolean afterPending) {
    Http2Link to = link;
    if (over || to == null) {
      return;
    }
    over = true;
    ChannelHandlerContext channel = to.context();
    if (afterPending) {
      to.writePending(); // A reset drops what the windows would let through now.
    }
    to.resetStream(channel, id, error.code(), channel.newPromise());
    to.changed();
  }

  /**
   * All was sent, though not all was read: what still comes is dropped, and the other side need not
   * send it.
   */
  public final void discardRest() {
    Http2Link to = link;
    if (over || to == null) {
      return;
    }
    discarding = true;
    to.resetWhenSent(this);
  }

  boolean isDiscarding() {
    return discarding;
  }

  /** All that was written to a stream that is not wanted any more is sent. */
  void resetAfterResponse() {
    cut(Http2Error.NO_ERROR, false);
  }

  /** Stops or goes on telling the other side that what it sent was taken. */
  public final void pauseReading(boolean value) {
    paused = value;
    if (!value && unconsumed > 0) {
      int bytes = unconsumed;
      unconsumed = 0;
      consume(bytes);
    }
  }

  private void consume(int bytes) {
    Http2Link to = link;
    Http2Stream stream = to == null ? null : to.connection().stream(id);
    if (to == null || stream == null) {
      return;
    }
    try {
      to.connection().local().flowController().consumeBytes(stream, bytes);
      to.changed();
    } catch (Http2Exception e) {
      to.onError(to.context(), false, e);
    }
  }
}
