package io.proxywasm.javaguest.inside;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.sdk.Bytes;

/**
 * Texts of the plugin in the form that the host has them in, each char a byte of UTF-8, and back.
 * The same String, when it is ASCII.
 */
final class Wire {
  private Wire() {}

  static boolean isAscii(String text) {
    int all = 0;
    for (int i = 0, n = text.length(); i < n; i++) {
      all |= text.charAt(i);
    }
    return all < 0x80;
  }

  static String encode(String text) {
    return isAscii(text) ? text : new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  static String decode(String wire) {
    return isAscii(wire) ? wire : new TextBytes(wire, 0, wire.length()).utf8();
  }

  static String of(Bytes bytes) {
    if (bytes instanceof TextBytes text) {
      return text.wire();
    }
    return new String(array(bytes), ISO_8859_1);
  }

  /** The bytes in an array that nobody changes. */
  static byte[] array(Bytes bytes) {
    return bytes instanceof ArrayBytes own ? own.array() : bytes.toByteArray();
  }
}
