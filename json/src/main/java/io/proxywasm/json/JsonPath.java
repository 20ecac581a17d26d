package io.proxywasm.json;

import io.proxywasm.sdk.Cold;
import io.proxywasm.sdk.Digits;

/** Writes paths like {@code $.limits[2]["a b"]}. */
@Cold
public final class JsonPath {
  private static final int LONGEST = 64;

  private JsonPath() {}

  /** Returns the path of a member. */
  public static String member(String path, String name) {
    if (isPlain(name)) {
      return path + "." + name;
    }
    char[] quoted = new char[2 * LONGEST];
    int length = 0;
    for (int i = 0; i < name.length() && i < LONGEST; i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        quoted[length++] = '\\';
      }
      quoted[length++] = c < ' ' || c == 0x7F ? '?' : c;
    }
    return path
        + "[\""
        + new String(quoted, 0, length)
        + (name.length() > LONGEST ? "...\"]" : "\"]");
  }

  /** Returns the path of an element. */
  public static String element(String path, int index) {
    return path + "[" + Digits.of(index) + "]";
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c == '_';
      if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '-'))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= LONGEST;
  }
}
