package io.proxywasm.sdk;

/**
 * How messages of one type are written and read. For Protocol Buffers by hand there are {@link
 * ProtobufWriter} and {@link ProtobufReader}.
 *
 * @param <T> the type of the messages
 */
public interface GrpcCodec<T> {
  /** Writes a message. */
  Bytes encode(T message);

  /**
   * Reads a message. What it throws fails the call.
   *
   * @param bytes the message; valid until this method returns
   */
  T decode(Bytes bytes);

  /** Returns the codec of messages that stay bytes. */
  static GrpcCodec<Bytes> bytes() {
    return BytesCodec.INSTANCE;
  }
}
