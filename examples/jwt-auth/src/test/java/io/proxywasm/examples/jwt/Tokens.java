package io.proxywasm.examples.jwt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer with a key of each kind. */
final class Tokens {
  private static final byte[] SECRET =
      "a secret with more than 32 bytes, for HS256".getBytes(StandardCharsets.UTF_8);

  private final KeyPair rsa;
  private final KeyPair ec;

  Tokens() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      rsa = generator.generateKeyPair();
      generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      ec = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String jwks() {
    RSAPublicKey rsaKey = (RSAPublicKey) rsa.getPublic();
    byte[] point = ((ECPublicKey) ec.getPublic()).getEncoded();
    int end = point.length;
    return """
        {"keys": [
          {"kid": "r", "kty": "RSA", "alg": "RS256", "n": "%s", "e": "%s"},
          {"kid": "e", "kty": "EC", "crv": "P-256", "x": "%s", "y": "%s"},
          {"kid": "h", "kty": "oct", "k": "%s"}
        ]}
        """
        .formatted(
            encoded(rsaKey.getModulus().toByteArray()),
            encoded(rsaKey.getPublicExponent().toByteArray()),
            encoded(Arrays.copyOfRange(point, end - 64, end - 32)),
            encoded(Arrays.copyOfRange(point, end - 32, end)),
            encoded(SECRET));
  }

  /** Returns a token that is signed as its header says. */
  String token(String algorithm, String keyId, String claims) {
    String text =
        encoded("{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, keyId))
            + "."
            + encoded(claims);
    return text + "." + encoded(signature(algorithm, text.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] signature(String algorithm, byte[] text) {
    try {
      return switch (algorithm) {
        case "RS256" -> signed("SHA256withRSA", rsa.getPrivate(), text);
        case "ES256" -> signed("SHA256withECDSAinP1363Format", ec.getPrivate(), text);
        case "HS256" -> {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
          yield mac.doFinal(text);
        }
        default -> new byte[0];
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] signed(String name, PrivateKey key, byte[] text)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(name);
    signature.initSign(key);
    signature.update(text);
    return signature.sign();
  }

  static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
