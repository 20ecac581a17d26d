package io.proxywasm.sdk.wasm;

/** What the compiler replaces by ways into {@code String} that copy nothing. */
final class Texts {
  private Texts() {}

  /** Makes a text of characters that nobody else has; they are not copied. */
  static native String own(char[] characters);

  /** Returns the characters of a text, which must not be changed; they are not copied. */
  static native char[] characters(String text);
}
