package io.proxywasm.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.proxywasm.host.HeaderMap;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's frames METADATA: headers that may come at any time. Their compression has no memory from
 * one to the next.
 */
final class MetadataFrames {
  static final byte TYPE = 0x4d;
  static final short END = 4;

  /** Envoy's limit of what one stream may send. */
  private static final int MAX_BYTES = 1 << 20;

  private @Nullable ByteBuf partial;

  /** Takes one frame; returns the headers at the last one, else null. */
  @Nullable HeaderMap read(int streamId, ByteBuf payload, boolean end, ByteBufAllocator allocator)
      throws Http2Exception {
    ByteBuf all = partial;
    if (all == null) {
      all = allocator.buffer(payload.readableBytes());
      partial = all;
    }
    if (all.readableBytes() + payload.readableBytes() > MAX_BYTES) {
      release();
      throw Http2Exception.connectionError(
          io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM, "too much metadata");
    }
    all.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    if (!end) {
      return null;
    }
    try {
      DefaultHttp2HeadersDecoder decoder =
          new DefaultHttp2HeadersDecoder(false, false, MAX_BYTES) {
            @Override
            protected Http2Headers newHeaders() {
              return new MapHeaders(new HeaderMap(4), false);
            }
          };
      return ((MapHeaders) decoder.decodeHeaders(streamId, all)).map();
    } finally {
      release();
    }
  }

  static ByteBuf write(int streamId, HeaderMap metadata, ByteBufAllocator allocator)
      throws Http2Exception {
    ByteBuf out = allocator.buffer();
    try {
      new DefaultHttp2HeadersEncoder((name, value) -> true, true)
          .encodeHeaders(streamId, new MapHeaders(metadata, false), out);
      return out;
    } catch (Http2Exception | RuntimeException e) {
      out.release();
      throw e;
    }
  }

  void release() {
    ByteBuf rest = partial;
    partial = null;
    if (rest != null) {
      rest.release();
    }
  }
}
