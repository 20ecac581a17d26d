package io.proxywasm.sdk.wasm;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;

/** The fast path of most texts. */
final class Ascii {
  private Ascii() {}

  /** Returns the text of bytes in memory, or null if they are not ASCII. */
  static @Nullable String read(int address, int length) {
    char[] characters = new char[length];
    for (int i = 0; i < length; i++) {
      byte value = Address.fromInt(address + i).getByte();
      if (value < 0) {
        return null;
      }
      characters[i] = (char) value;
    }
    return Texts.own(characters);
  }
}
