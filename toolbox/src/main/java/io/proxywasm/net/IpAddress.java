package io.proxywasm.net;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address; an IPv4 address in IPv6 form ({@code ::ffff:10.0.0.1}) is the IPv4
 * address.
 */
public final class IpAddress {
  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads an address, or returns null if it is none. Brackets, a zone and a port, as in {@code
   * 10.0.0.1:8080} and {@code [::1]:8080} of the property {@code source.address}, are left out.
   */
  public static @Nullable IpAddress parse(String text) {
    String address = text;
    if (address.startsWith("[")) {
      int close = address.indexOf(']');
      if (close < 0) {
        return null;
      }
      address = address.substring(1, close);
    } else if (address.indexOf(':') == address.lastIndexOf(':') && address.indexOf(':') > 0) {
      address = address.substring(0, address.indexOf(':'));
    }
    int zone = address.indexOf('%');
    if (zone >= 0) {
      address = address.substring(0, zone);
    }
    byte[] bytes = address.indexOf(':') < 0 ? v4(address) : v6(address);
    return bytes == null ? null : new IpAddress(bytes);
  }

  private static byte @Nullable [] v4(String text) {
    byte[] bytes = new byte[4];
    int value = -1;
    int at = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c == '.') {
        if (value < 0 || at == 4) {
          return null;
        }
        bytes[at++] = (byte) value;
        value = -1;
      } else if (c < '0' || c > '9' || value == 0) { // No leading zeros: some read them as octal.
        return null;
      } else {
        value = 10 * Math.max(value, 0) + (c - '0');
        if (value > 255) {
          return null;
        }
      }
    }
    return at == 4 ? bytes : null;
  }

  private static byte @Nullable [] v6(String text) {
    byte[] bytes = new byte[16];
    int at = 0;
    int gap = -1;
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    }
    while (i < text.length()) {
      int colon = text.indexOf(':', i);
      int end = colon < 0 ? text.length() : colon;
      String group = text.substring(i, end);
      if (colon < 0 && group.indexOf('.') >= 0) {
        byte[] v4 = v4(group);
        if (v4 == null || at > 12) {
          return null;
        }
        System.arraycopy(v4, 0, bytes, at, 4);
        at += 4;
        break;
      }
      int value = group(group);
      if (value < 0 || at == 16) {
        return null;
      }
      bytes[at++] = (byte) (value >> 8);
      bytes[at++] = (byte) value;
      i = end + 1;
      if (colon >= 0 && i == text.length()) {
        return null; // It ends with a colon.
      }
      if (colon >= 0 && text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = at;
        i++;
      }
    }
    return expanded(bytes, at, gap);
  }

  private static byte @Nullable [] expanded(byte[] bytes, int length, int gap) {
    if (gap < 0 ? length != 16 : length > 14) {
      return null;
    }
    if (gap >= 0) {
      int tail = length - gap;
      System.arraycopy(bytes, gap, bytes, 16 - tail, tail);
      for (int i = gap; i < 16 - tail; i++) {
        bytes[i] = 0;
      }
    }
    for (int i = 0; i < 12; i++) {
      if (bytes[i] != (byte) (i < 10 ? 0 : 0xFF)) {
        return bytes;
      }
    }
    return new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]};
  }

  private static int group(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int letter = c | 0x20;
      int digit =
          c >= '0' && c <= '9' ? c - '0' : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
      if (digit < 0 || c >= 0x80) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** Returns whether it has 4 bytes, and not 16. */
  public boolean isV4() {
    return bytes.length == 4;
  }

  /** Returns its 4 or 16 bytes. */
  public byte[] toByteArray() {
    byte[] copy = new byte[bytes.length];
    System.arraycopy(bytes, 0, copy, 0, copy.length);
    return copy;
  }

  int length() {
    return bytes.length;
  }

  byte byteAt(int index) {
    return bytes[index];
  }
}
