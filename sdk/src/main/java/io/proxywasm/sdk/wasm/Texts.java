package io.proxywasm.sdk.wasm;

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
    char[] a = of(first);
    char[] b = of(second);
    char[] c = of(third);
    char[] d = of(fourth);
    int toB = a.length;
    int toC = toB + b.length;
    int toD = toC + c.length;
    char[] all = new char[toD + d.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, toB, b.length);
    System.arraycopy(c, 0, all, toC, c.length);
    System.arraycopy(d, 0, all, toD, d.length);
    return own(all);
  }

  private static char[] of(@Nullable String text) {
    return characters(text == null ? "null" : text);
  }
}
