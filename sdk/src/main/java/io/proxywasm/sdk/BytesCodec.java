package io.proxywasm.sdk;

/** Messages that stay bytes. */
final class BytesCodec implements GrpcCodec<Bytes> {
  static final GrpcCodec<Bytes> INSTANCE = new BytesCodec();

  private BytesCodec() {}

  @Override
  public Bytes encode(Bytes message) {
    return message;
  }

  @Override
  public Bytes decode(Bytes bytes) {
    return bytes;
  }
}
