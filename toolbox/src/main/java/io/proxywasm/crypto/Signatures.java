package io.proxywasm.crypto;

/** Checks signatures; {@link HostSignatures} lets the host do it. */
public interface Signatures {
  /**
   * Returns whether a signature of RSA (PKCS 1, version 1.5) with SHA-256 is right.
   *
   * @param key an RSA key
   */
  boolean verifyRs256(PublicKey key, byte[] signature, byte[] data);

  /**
   * Returns whether a signature of ECDSA on the curve P-256 with SHA-256 is right.
   *
   * @param key a key on that curve
   * @param signature the two numbers, with 32 bytes each
   */
  boolean verifyEs256(PublicKey key, byte[] signature, byte[] data);
}
