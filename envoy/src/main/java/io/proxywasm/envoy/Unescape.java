package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Undoes the C escapes of {@code --log-format-escaped}. */
final class Unescape {
  private Unescape() {}

  static String line(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] in = text.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '\\' || i + 1 == in.length) {
        out.write(in[i]);
      } else if (isOctal(in, i + 1)) {
        out.write((in[i + 1] - '0') << 6 | (in[i + 2] - '0') << 3 | (in[i + 3] - '0'));
        i += 3;
      } else {
        out.write(escaped(in[++i]));
      }
    }
    return out.toString(UTF_8);
  }

  private static boolean isOctal(byte[] in, int from) {
    if (from + 3 > in.length || in[from] > '3') {
      return false;
    }
    for (int i = from; i < from + 3; i++) {
      if (in[i] < '0' || in[i] > '7') {
        return false;
      }
    }
    return true;
  }

  private static int escaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }
}
