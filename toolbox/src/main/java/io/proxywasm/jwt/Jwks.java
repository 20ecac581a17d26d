package io.proxywasm.jwt;

import io.proxywasm.crypto.Base64Url;
import io.proxywasm.crypto.PublicKey;
import io.proxywasm.json.Json;
import io.proxywasm.json.JsonException;
import io.proxywasm.json.JsonObject;
import io.proxywasm.json.JsonType;
import io.proxywasm.json.JsonValue;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Digits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets of keys (RFC 7517). */
public final class Jwks {
  private Jwks() {}

  /**
   * Reads a set, as an issuer serves it. Keys for something else than checking signatures of the
   * algorithms that are known here are left out.
   *
   * @throws IllegalArgumentException if it is no such set, or a key that is for these is malformed
   */
  public static List<Jwk> parse(Bytes json) {
    try {
      return parse(Json.parse(json));
    } catch (JsonException wrong) {
      throw new IllegalArgumentException("a JWKS is JSON: " + wrong.getMessage(), wrong);
    }
  }

  /**
   * Takes a set that was read. Keys for something else than checking signatures of the algorithms
   * that are known here are left out.
   *
   * @throws IllegalArgumentException if it is no such set, or a key that is for these is malformed
   */
  public static List<Jwk> parse(JsonValue tree) {
    JsonValue list = tree.type() == JsonType.OBJECT ? tree.asObject().get("keys") : null;
    if (list == null || list.type() != JsonType.ARRAY) {
      throw new IllegalArgumentException("a JWKS is an object with a list 'keys'");
    }
    List<Jwk> keys = new ArrayList<>();
    int index = 0;
    for (JsonValue value : list.asArray()) {
      if (value.type() != JsonType.OBJECT) {
        throw malformed(index, "no object");
      }
      Jwk key = key(value.asObject(), index++);
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  private static @Nullable Jwk key(JsonObject object, int index) {
    String use = object.getString("use");
    if (use != null && !use.equals("sig")) {
      return null;
    }
    String type = object.getString("kty");
    String algorithm = object.getString("alg");
    String id = object.getString("kid");
    if (type == null) {
      throw malformed(index, "no 'kty'");
    }
    if (type.equals("RSA") && isFor(algorithm, "RS256")) {
      PublicKey key = PublicKey.rsa(bytes(object, "n", index), bytes(object, "e", index));
      return Jwk.rs256(id, key);
    }
    if (type.equals("EC") && isFor(algorithm, "ES256") && "P-256".equals(object.getString("crv"))) {
      byte[] x = bytes(object, "x", index);
      byte[] y = bytes(object, "y", index);
      if (x.length != 32 || y.length != 32) {
        throw malformed(index, "a coordinate without 32 bytes");
      }
      return Jwk.es256(id, PublicKey.p256(x, y));
    }
    if (type.equals("oct") && isFor(algorithm, "HS256")) {
      byte[] secret = bytes(object, "k", index);
      if (secret.length < 32) {
        throw malformed(index, "a secret with fewer than 32 bytes");
      }
      return Jwk.hs256(id, secret);
    }
    return null;
  }

  private static boolean isFor(@Nullable String algorithm, String wanted) {
    return algorithm == null || algorithm.equals(wanted);
  }

  private static byte[] bytes(JsonObject object, String name, int index) {
    String text = object.getString(name);
    byte[] bytes = text == null ? null : Base64Url.decode(text);
    if (bytes == null || bytes.length == 0) {
      throw malformed(index, "no '" + name + "' in Base64url");
    }
    return bytes;
  }

  private static IllegalArgumentException malformed(int index, String what) {
    return new IllegalArgumentException("keys[" + Digits.of(index) + "] of the JWKS: " + what);
  }
}
