package io.proxywasm.jwt;

import io.proxywasm.crypto.PublicKey;
import org.jspecify.annotations.Nullable;

/** A key, which is for one algorithm only: a public key can never be taken as an HMAC's secret. */
public final class Jwk {
  private final Algorithm algorithm;
  private final @Nullable String id;
  private final byte[] secret;
  private final PublicKey publicKey;

  private Jwk(Algorithm algorithm, @Nullable String id, byte[] secret, PublicKey publicKey) {
    this.algorithm = algorithm;
    this.id = id;
    this.secret = secret;
    this.publicKey = publicKey;
  }

  /**
   * Returns a key for {@link Algorithm#HS256}.
   *
   * @param id the {@code kid}, or null
   * @param secret at least 32 bytes (RFC 7518, section 3.2)
   * @throws IllegalArgumentException if it has fewer
   */
  public static Jwk hs256(@Nullable String id, byte[] secret) {
    if (secret.length < 32) {
      throw new IllegalArgumentException("a secret for HS256 has at least 32 bytes");
    }
    return new Jwk(Algorithm.HS256, id, secret, new PublicKey(new byte[0]));
  }

  /**
   * Returns a key for {@link Algorithm#RS256}.
   *
   * @param id the {@code kid}, or null
   */
  public static Jwk rs256(@Nullable String id, PublicKey key) {
    return new Jwk(Algorithm.RS256, id, new byte[0], key);
  }

  /**
   * Returns a key for {@link Algorithm#ES256}.
   *
   * @param id the {@code kid}, or null
   */
  public static Jwk es256(@Nullable String id, PublicKey key) {
    return new Jwk(Algorithm.ES256, id, new byte[0], key);
  }

  /** Returns the algorithm that it is for. */
  public Algorithm algorithm() {
    return algorithm;
  }

  /** Returns its {@code kid}, or null if it has none. */
  public @Nullable String id() {
    return id;
  }

  byte[] secret() {
    return secret;
  }

  PublicKey publicKey() {
    return publicKey;
  }
}
