package io.proxywasm.crypto;

/**
 * A public key in the form that hosts take: a DER SubjectPublicKeyInfo (RFC 5280).
 *
 * @param der the bytes of it
 */
public record PublicKey(byte[] der) {
  private static final byte[] RSA = {
    0x30,
    0x0D,
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] P256 = {
    0x30,
    0x13,
    0x06,
    0x07,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0xCE,
    0x3D,
    0x02,
    0x01,
    0x06,
    0x08,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0xCE,
    0x3D,
    0x03,
    0x01,
    0x07
  };
  private static final int COORDINATE = 32;

  /** Returns an RSA key of its modulus and exponent, big-endian. */
  public static PublicKey rsa(byte[] modulus, byte[] exponent) {
    byte[] key = Der.tagged(0x30, Der.joined(Der.integer(modulus), Der.integer(exponent)));
    return new PublicKey(Der.tagged(0x30, Der.joined(RSA, Der.bits(key))));
  }

  /**
   * Returns a key on the curve P-256 of the coordinates of its point.
   *
   * @throws IllegalArgumentException if they do not have 32 bytes each
   */
  public static PublicKey p256(byte[] x, byte[] y) {
    if (x.length != COORDINATE || y.length != COORDINATE) {
      throw new IllegalArgumentException("a coordinate of P-256 has 32 bytes");
    }
    byte[] point = Der.joined(Der.joined(new byte[] {4}, x), y);
    return new PublicKey(Der.tagged(0x30, Der.joined(P256, Der.bits(point))));
  }
}
