package io.proxywasm.crypto;

/** As much of DER (X.690) as keys and signatures need. */
final class Der {
  private Der() {}

  static byte[] joined(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  static byte[] tagged(int tag, byte[] content) {
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return joined(head, content);
  }

  static byte[] bits(byte[] content) {
    return tagged(3, joined(new byte[] {0}, content));
  }

  /** A positive number: without leading zeros but the one that says that it is not negative. */
  static byte[] integer(byte[] magnitude) {
    int from = 0;
    while (from < magnitude.length - 1 && magnitude[from] == 0) {
      from++;
    }
    boolean zero = magnitude.length == 0 || magnitude[from] < 0;
    byte[] number = new byte[magnitude.length - from + (zero ? 1 : 0)];
    System.arraycopy(magnitude, from, number, zero ? 1 : 0, magnitude.length - from);
    return tagged(2, number);
  }

  /** A signature of ECDSA, of its two numbers with 32 bytes each. */
  static byte[] ecdsa(byte[] signature) {
    byte[] r = new byte[32];
    byte[] s = new byte[32];
    System.arraycopy(signature, 0, r, 0, 32);
    System.arraycopy(signature, 32, s, 0, 32);
    return tagged(0x30, joined(integer(r), integer(s)));
  }
}
