package io.proxywasm.sdk.wasm;

/** What the compiler replaces by a way into {@code String} that copies nothing. */
final class Texts {
  private Texts() {}

  /** Makes a text of characters that nobody else has; they are not copied. */
  static native String own(char[] characters);
}
