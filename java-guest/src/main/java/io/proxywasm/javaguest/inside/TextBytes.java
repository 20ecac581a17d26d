package io.proxywasm.javaguest.inside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.sdk.Bytes;

/** Bytes of the host in a String of which each char is one: the value of a header, not copied. */
final class TextBytes extends CallbackBytes {
  private final String text;
  private final int start;
  private final int end;

  TextBytes(String text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  /** The bytes, each as a char. */
  String wire() {
    checkAlive();
    return text.substring(start, end);
  }

  @Override
  public int length() {
    return end - start;
  }

  @Override
  protected byte get(int index) {
    checkAlive();
    return (byte) text.charAt(start + index);
  }

  @Override
  protected Bytes view(int from, int to) {
    checkAlive();
    return new TextBytes(text, start + from, start + to);
  }

  @Override
  public byte[] toByteArray() {
    return wire().getBytes(ISO_8859_1);
  }

  @Override
  public String utf8() {
    String wire = wire();
    return Wire.isAscii(wire) ? wire : decode(wire.getBytes(ISO_8859_1), 0, wire.length());
  }
}
