package io.proxywasm.jwt;

import io.proxywasm.crypto.Base64Url;
import io.proxywasm.crypto.HmacSha256;
import io.proxywasm.crypto.Signatures;
import io.proxywasm.json.Json;
import io.proxywasm.json.JsonException;
import io.proxywasm.json.JsonObject;
import io.proxywasm.json.JsonReader;
import io.proxywasm.json.JsonType;
import io.proxywasm.json.JsonValue;
import io.proxywasm.jwt.JwtException.Reason;
import io.proxywasm.sdk.Digits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JSON web tokens (RFC 7519, RFC 8725).
 *
 * <pre>{@code
 * JwtVerifier verifier =
 *     JwtVerifier.builder(new HostSignatures())
 *         .keys(Jwks.parse(jwks))
 *         .issuer("https://issuer.example")
 *         .audience("my-api")
 *         .build();
 * Jwt token = verifier.verifyBearer(headers.get("authorization"), Clock.milliseconds() / 1000);
 * }</pre>
 *
 * <p>A key is only tried with its own algorithm; {@code none} and all other algorithms are refused,
 * as are tokens with {@code crit}, without {@code exp}, or longer than allowed.
 */
public final class JwtVerifier {
  private static final int DEFAULT_MAX_LENGTH = 8 * 1024;
  private static final int MAX_DEPTH = 16;

  private final Signatures signatures;
  private final List<Jwk> keys;
  private final @Nullable String issuer;
  private final @Nullable String audience;
  private final long leeway;
  private final int maxLength;
  private final boolean needsExpiry;

  private JwtVerifier(Builder builder) {
    signatures = builder.signatures;
    keys = new ArrayList<>(builder.keys);
    issuer = builder.issuer;
    audience = builder.audience;
    leeway = builder.leeway;
    maxLength = builder.maxLength;
    needsExpiry = builder.needsExpiry;
  }

  /** Begins a verifier that lets others check signatures of RS256 and ES256. */
  public static Builder builder(Signatures signatures) {
    return new Builder(signatures);
  }

  /**
   * Verifies the token of a header {@code authorization: Bearer ...}.
   *
   * @param header the value of the header, or null if there is none
   * @param now the seconds since 1970
   * @throws JwtException if it is refused
   */
  public Jwt verifyBearer(@Nullable String header, long now) {
    if (header == null || header.length() < 7 || !isBearer(header)) {
      throw new JwtException(Reason.MALFORMED, "no bearer token");
    }
    return verify(header.substring(7).trim(), now);
  }

  private static boolean isBearer(String header) {
    String scheme = "bearer ";
    for (int i = 0; i < scheme.length(); i++) {
      char c = header.charAt(i);
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != scheme.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Verifies a token.
   *
   * @param token the three parts with dots between them
   * @param now the seconds since 1970
   * @throws JwtException if it is refused
   */
  public Jwt verify(String token, long now) {
    if (token.length() > maxLength) {
      throw new JwtException(
          Reason.MALFORMED, "longer than " + Digits.of(maxLength) + " characters");
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      throw new JwtException(Reason.MALFORMED, "not three parts");
    }
    JsonObject header = object(token.substring(0, first), "header");
    Algorithm algorithm = algorithm(header);
    byte[] signature = bytes(token.substring(second + 1), "signature");
    check(header, algorithm, ascii(token, second), signature);
    JsonObject claims = object(token.substring(first + 1, second), "claims");
    checkTimes(claims, now);
    checkText(claims, "iss", issuer);
    checkAudience(claims);
    return new Jwt(header, claims);
  }

  private static Algorithm algorithm(JsonObject header) {
    if (header.get("crit") != null) {
      throw new JwtException(Reason.MALFORMED, "'crit' names what is not understood");
    }
    String name = header.getString("alg");
    Algorithm algorithm = name == null ? null : Algorithm.of(name);
    if (algorithm == null) {
      throw new JwtException(Reason.ALGORITHM, "the algorithm is not HS256, RS256 or ES256");
    }
    return algorithm;
  }

  private void check(JsonObject header, Algorithm algorithm, byte[] data, byte[] signature) {
    JsonValue kid = header.get("kid");
    String id = header.getString("kid");
    if (kid != null && id == null) {
      throw new JwtException(Reason.MALFORMED, "'kid' is no text");
    }
    boolean tried = false;
    for (Jwk key : keys) {
      boolean named = id == null || key.id() == null || id.equals(key.id());
      if (key.algorithm() == algorithm && named) {
        tried = true;
        if (isSigned(key, data, signature)) {
          return;
        }
      }
    }
    throw tried
        ? new JwtException(Reason.SIGNATURE, "the signature is wrong")
        : new JwtException(Reason.KEY, "no key for it");
  }

  private boolean isSigned(Jwk key, byte[] data, byte[] signature) {
    return switch (key.algorithm()) {
      case HS256 -> HmacSha256.verify(key.secret(), data, signature);
      case RS256 -> signatures.verifyRs256(key.publicKey(), signature, data);
      case ES256 ->
          signature.length == 64 && signatures.verifyEs256(key.publicKey(), signature, data);
    };
  }

  private void checkTimes(JsonObject claims, long now) {
    JsonValue expiry = claims.get("exp");
    if (expiry == null) {
      if (needsExpiry) {
        throw new JwtException(Reason.CLAIM, "no 'exp'");
      }
    } else if (now - leeway >= seconds(expiry, "exp")) {
      throw new JwtException(Reason.TIME, "expired");
    }
    for (String name : new String[] {"nbf", "iat"}) {
      JsonValue begin = claims.get(name);
      if (begin != null && now + leeway < seconds(begin, name)) {
        throw new JwtException(Reason.TIME, "not yet valid");
      }
    }
  }

  /** Times may have a fraction. */
  private static long seconds(JsonValue value, String name) {
    if (value.type() == JsonType.NUMBER) {
      double seconds = value.asDouble();
      if (seconds >= 0 && seconds < 1e15) {
        return (long) seconds;
      }
    }
    throw new JwtException(Reason.CLAIM, "'" + name + "' is no time");
  }

  private static void checkText(JsonObject claims, String name, @Nullable String wanted) {
    if (wanted != null && !wanted.equals(claims.getString(name))) {
      throw new JwtException(Reason.CLAIM, "'" + name + "' is not the one that is required");
    }
  }

  private void checkAudience(JsonObject claims) {
    if (audience == null || audience.equals(claims.getString("aud"))) {
      return;
    }
    JsonValue all = claims.get("aud");
    if (all != null && all.type() == JsonType.ARRAY) {
      for (JsonValue one : all.asArray()) {
        if (one.type() == JsonType.STRING && one.asString().equals(audience)) {
          return;
        }
      }
    }
    throw new JwtException(Reason.CLAIM, "'aud' is not the one that is required");
  }

  private static JsonObject object(String part, String name) {
    try {
      JsonValue value = Json.parse(JsonReader.of(bytes(part, name)).maxDepth(MAX_DEPTH));
      if (value.type() == JsonType.OBJECT) {
        return value.asObject();
      }
    } catch (JsonException noJson) {
      // Told below.
    }
    throw new JwtException(Reason.MALFORMED, "the " + name + ": no object in JSON");
  }

  private static byte[] bytes(String part, String name) {
    byte[] bytes = Base64Url.decode(part);
    if (bytes == null) {
      throw new JwtException(Reason.MALFORMED, "the " + name + ": not in Base64url");
    }
    return bytes;
  }

  /** The characters were seen to be ASCII. */
  private static byte[] ascii(String text, int end) {
    byte[] bytes = new byte[end];
    for (int i = 0; i < end; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  /** Collects what a verifier asks for. */
  public static final class Builder {
    private final Signatures signatures;
    private final List<Jwk> keys = new ArrayList<>();
    private @Nullable String issuer;
    private @Nullable String audience;
    private long leeway;
    private int maxLength = DEFAULT_MAX_LENGTH;
    private boolean needsExpiry = true;

    private Builder(Signatures signatures) {
      this.signatures = signatures;
    }

    /** Adds a key. */
    public Builder key(Jwk key) {
      keys.add(key);
      return this;
    }

    /** Adds keys. */
    public Builder keys(List<Jwk> all) {
      keys.addAll(all);
      return this;
    }

    /** Requires an issuer. */
    public Builder issuer(@Nullable String name) {
      issuer = name;
      return this;
    }

    /** Requires an audience, alone or among others. */
    public Builder audience(@Nullable String name) {
      audience = name;
      return this;
    }

    /** Sets by how many seconds clocks may differ; 0 by default. */
    public Builder leewaySeconds(long seconds) {
      leeway = seconds;
      return this;
    }

    /** Sets how many characters a token may have; 8192 by default. */
    public Builder maxLength(int characters) {
      maxLength = characters;
      return this;
    }

    /** Takes tokens that never expire as well. */
    public Builder allowWithoutExpiry() {
      needsExpiry = false;
      return this;
    }

    /** Makes the verifier. */
    public JwtVerifier build() {
      return new JwtVerifier(this);
    }
  }
}
