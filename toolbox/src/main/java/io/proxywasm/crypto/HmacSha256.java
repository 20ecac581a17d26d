package io.proxywasm.crypto;

/** HMAC-SHA-256 (RFC 2104). */
public final class HmacSha256 {
  private HmacSha256() {}

  /** Returns the 32 bytes of the code for some bytes with a key of any length. */
  public static byte[] of(byte[] key, byte[] data) {
    byte[] block = key.length > Sha256.BLOCK ? Sha256.hash(key) : key;
    byte[] inner = padded(block, 0x36);
    byte[] hash = new Sha256().update(inner).update(data).digest();
    return new Sha256().update(padded(block, 0x5c)).update(hash).digest();
  }

  /**
   * Returns whether a code is the one for some bytes with a key, in a time that does not tell how
   * much of it is right.
   */
  public static boolean verify(byte[] key, byte[] data, byte[] code) {
    return ConstantTime.equal(of(key, data), code);
  }

  private static byte[] padded(byte[] key, int pad) {
    byte[] block = new byte[Sha256.BLOCK];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) ((i < key.length ? key[i] : 0) ^ pad);
    }
    return block;
  }
}
