package io.proxywasm.proxy.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of header names into lower case strings; well-known and recent names cost no
 * memory. Used on one thread.
 */
final class HeaderNames {
  /** The lower case of each byte that a name may have, and 0 for all others. */
  private static final byte[] TOKEN = new byte[256];

  private static final int SIZE = 1024;

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = (byte) c;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = (byte) c;
      TOKEN[c - 32] = (byte) c;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = (byte) c;
    }
  }

  private final @Nullable String[] recent = new String[SIZE];

  HeaderNames() {}

  /** The name in lower case, or null when it holds what a name must not. */
  @Nullable String read(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      byte lower = TOKEN[bytes[i] & 0xff];
      if (lower == 0) {
        return null;
      }
      bytes[i] = lower;
      hash = hash * 31 + lower;
    }
    int slot = (hash ^ hash >>> 10) & (SIZE - 1);
    String known = recent[slot];
    if (known != null && same(known, bytes, start, end - start)) {
      return known;
    }
    String name = new String(bytes, start, end - start, ISO_8859_1);
    recent[slot] = name;
    return name;
  }

  private static boolean same(String text, byte[] bytes, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != bytes[start + i]) {
        return false;
      }
    }
    return true;
  }
}
