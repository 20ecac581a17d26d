package io.proxywasm.jwt;

import org.jspecify.annotations.Nullable;

/** An algorithm of RFC 7518; {@code none} is not among them. */
public enum Algorithm {
  /** HMAC with SHA-256: whoever can check can also sign. */
  HS256,
  /** RSA (PKCS 1, version 1.5) with SHA-256. */
  RS256,
  /** ECDSA on the curve P-256 with SHA-256. */
  ES256;

  static @Nullable Algorithm of(String name) {
    return switch (name) {
      case "HS256" -> HS256;
      case "RS256" -> RS256;
      case "ES256" -> ES256;
      default -> null;
    };
  }
}
