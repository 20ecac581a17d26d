package io.proxywasm.proxy.callout;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeapBuffer;
import org.jspecify.annotations.Nullable;

/** Messages of gRPC in a body: a flag, a length in four bytes, the message. */
final class GrpcFrames {
  /** Larger messages are refused. */
  static final int MAX_MESSAGE_BYTES = 1 << 26;

  private static final int HEADER = 5;

  private final Buffer bytes = new HeapBuffer();
  private final byte[] header = new byte[HEADER];

  /** Bytes that are no frame. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /** The status of gRPC that says so. */
    final int status;

    MalformedException(int status) {
      super("status " + status, null, false, false);
      this.status = status;
    }
  }

  /** A message as it is sent, not compressed. */
  static byte[] frame(byte[] message) {
    byte[] frame = new byte[HEADER + message.length];
    for (int i = 0; i < 4; i++) {
      frame[1 + i] = (byte) (message.length >>> (24 - 8 * i));
    }
    System.arraycopy(message, 0, frame, HEADER, message.length);
    return frame;
  }

  /** Takes bytes, which are released. */
  void add(Buffer data) {
    bytes.takeFrom(data);
    data.release();
  }

  /** The next whole message, or null when more bytes are needed. */
  byte @Nullable [] next() throws MalformedException {
    if (bytes.length() == 0) {
      return null;
    }
    bytes.copyTo(0, header, 0, 1);
    if ((header[0] & ~1) != 0) {
      throw new MalformedException(GrpcExchange.INTERNAL);
    }
    if (bytes.length() < HEADER) {
      return null;
    }
    bytes.copyTo(0, header, 0, HEADER);
    int length =
        (header[1] & 0xff) << 24
            | (header[2] & 0xff) << 16
            | (header[3] & 0xff) << 8
            | header[4] & 0xff;
    if (length < 0 || length > MAX_MESSAGE_BYTES) {
      throw new MalformedException(GrpcExchange.RESOURCE_EXHAUSTED);
    }
    if (header[0] != 0 && length > 0) {
      // Compressed, and nobody has offered to read that.
      throw new MalformedException(GrpcExchange.INTERNAL);
    }
    if (bytes.length() - HEADER < length) {
      return null;
    }
    byte[] message = new byte[length];
    bytes.copyTo(HEADER, message, 0, length);
    bytes.drain(HEADER + length);
    return message;
  }
}
