package io.proxywasm.crypto;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.EnvoyFunctions;

/**
 * Lets the host check signatures: Envoy's foreign function {@code verify_signature}. A key or
 * signature that the host cannot read is a wrong signature; a host without the function fails the
 * stream.
 */
public final class HostSignatures implements Signatures {
  private static final int NUMBERS = 64;

  /** Makes it; the host is asked with each call. */
  public HostSignatures() {}

  @Override
  public boolean verifyRs256(PublicKey key, byte[] signature, byte[] data) {
    return verify(key, signature, data);
  }

  @Override
  public boolean verifyEs256(PublicKey key, byte[] signature, byte[] data) {
    return signature.length == NUMBERS && verify(key, Der.ecdsa(signature), data);
  }

  private static boolean verify(PublicKey key, byte[] signature, byte[] data) {
    return EnvoyFunctions.verifySignature(
        "sha256", Bytes.of(key.der()), Bytes.of(signature), Bytes.of(data));
  }
}
