package io.proxywasm.jwt;

import io.proxywasm.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A token that was verified.
 *
 * @param header its header
 * @param claims its claims
 */
public record Jwt(JsonObject header, JsonObject claims) {
  /** Returns whom it is about, or null. */
  public @Nullable String subject() {
    return claims.getString("sub");
  }

  /** Returns who issued it, or null. */
  public @Nullable String issuer() {
    return claims.getString("iss");
  }
}
