package io.proxywasm.sdk.wasm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Ways into {@code String} that copy nothing, which the compiler puts in, and {@code a + b}. */
final class Texts {
  private Texts() {}

  /** Makes a text of characters that nobody else has; they are not copied. */
  static native String own(char[] characters);

  /** Returns the characters of a text, which must not be changed; they are not copied. */
  static native char[] characters(String text);

  /** The compiler calls these for {@code +} of texts, which may be null. */
  static String concat(@Nullable String first, @Nullable String second) {
    return concat(first, second, "", "");
  }

  static String concat(@Nullable String first, @Nullable String second, @Nullable String third) {
    return concat(first, second, third, "");
  }

  static String concat(
      @Nullable String first,
      @Nullable String second,
      @Nullable String third,
      @Nullable String fourth) {
    String a = text(first);
    String b = text(second);
    String c = text(third);
    String d = text(fourth);
    char[] all = new char[a.length() + b.length() + c.length() + d.length()];
    put(d, all, put(c, all, put(b, all, put(a, all, 0))));
    return own(all);
  }

  /** The compiler makes this {@link String#join(CharSequence, Iterable)}. */
  static String join(CharSequence delimiter, Iterable<? extends CharSequence> parts) {
    char[] all = new char[32];
    int length = 0;
    String before = "";
    for (CharSequence part : parts) {
      String next = before + part;
      before = delimiter.toString();
      if (next.length() > all.length - length) {
        all = Arrays.copyOf(all, 2 * all.length + next.length());
      }
      length = put(next, all, length);
    }
    return new String(all, 0, length);
  }

  private static String text(@Nullable String text) {
    return text == null ? "null" : text;
  }

  private static int put(String text, char[] all, int at) {
    char[] characters = characters(text);
    System.arraycopy(characters, 0, all, at, characters.length);
    return at + characters.length;
  }
}
