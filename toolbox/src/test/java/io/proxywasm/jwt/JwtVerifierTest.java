package io.proxywasm.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proxywasm.crypto.Base64Url;
import io.proxywasm.crypto.HmacSha256;
import io.proxywasm.crypto.PublicKey;
import io.proxywasm.crypto.Signatures;
import io.proxywasm.jwt.JwtException.Reason;
import io.proxywasm.sdk.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final long NOW = 1_700_000_000;
  private static final String CLAIMS =
      "{\"sub\":\"me\",\"iss\":\"issuer\",\"aud\":\"api\",\"exp\":1700000100}";
  private static final KeyPair RSA = keys("RSA");
  private static final KeyPair EC = keys("EC");

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The JDK in the place of the host. */
  private static final Signatures JDK =
      new Signatures() {
        @Override
        public boolean verifyRs256(PublicKey key, byte[] signature, byte[] data) {
          return verify("RSA", "SHA256withRSA", key, signature, data);
        }

        @Override
        public boolean verifyEs256(PublicKey key, byte[] signature, byte[] data) {
          return verify("EC", "SHA256withECDSAinP1363Format", key, signature, data);
        }

        private boolean verify(
            String kind, String name, PublicKey key, byte[] signature, byte[] data) {
          try {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(
                KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(key.der())));
            verifier.update(data);
            return verifier.verify(signature);
          } catch (GeneralSecurityException e) {
            return false;
          }
        }
      };

  private static JwtVerifier.Builder verifier() {
    return JwtVerifier.builder(JDK)
        .key(Jwk.hs256("secret", SECRET))
        .key(Jwk.rs256("rsa", new PublicKey(RSA.getPublic().getEncoded())))
        .key(Jwk.es256("ec", new PublicKey(EC.getPublic().getEncoded())));
  }

  private static String unsigned(String header, String claims) {
    return Base64Url.encode(header.getBytes(UTF_8))
        + "."
        + Base64Url.encode(claims.getBytes(UTF_8));
  }

  private static String hs256(String header, String claims) {
    String text = unsigned(header, claims);
    return text + "." + Base64Url.encode(HmacSha256.of(SECRET, text.getBytes(UTF_8)));
  }

  private static String hs256(String claims) {
    return hs256("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims);
  }

  private static String signed(String name, PrivateKey key, String header, String claims)
      throws GeneralSecurityException {
    String text = unsigned(header, claims);
    Signature signer = Signature.getInstance(name);
    signer.initSign(key);
    signer.update(text.getBytes(UTF_8));
    return text + "." + Base64Url.encode(signer.sign());
  }

  private static JwtException refused(JwtVerifier.Builder verifier, String token) {
    return catchThrowableOfType(JwtException.class, () -> verifier.build().verify(token, NOW));
  }

  @Test
  void shouldTakeATokenWhenAllIsRight() {
    Jwt token = verifier().issuer("issuer").audience("api").build().verify(hs256(CLAIMS), NOW);
    assertThat(token.subject()).isEqualTo("me");
    assertThat(token.issuer()).isEqualTo("issuer");
    assertThat(token.header().getString("typ")).isEqualTo("JWT");
    assertThat(verifier().build().verifyBearer("BEARER  " + hs256(CLAIMS), NOW).subject())
        .isEqualTo("me");
  }

  /** RFC 7515, appendix A.1. */
  @Test
  void shouldTakeTheTokenOfTheRfc() {
    byte[] key =
        Base64.getUrlDecoder()
            .decode(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    String token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    JwtVerifier verifier = JwtVerifier.builder(JDK).key(Jwk.hs256(null, key)).build();
    assertThat(verifier.verify(token, 1300819379).issuer()).isEqualTo("joe");
    assertThatThrownBy(() -> verifier.verify(token, 1300819380)).hasMessage("expired");
  }

  @Test
  void shouldTakeTokensOfPublicKeys() throws GeneralSecurityException {
    String rs256 =
        signed("SHA256withRSA", RSA.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"rsa\"}", CLAIMS);
    String es256 =
        signed("SHA256withECDSAinP1363Format", EC.getPrivate(), "{\"alg\":\"ES256\"}", CLAIMS);
    assertThat(verifier().build().verify(rs256, NOW).subject()).isEqualTo("me");
    assertThat(verifier().build().verify(es256, NOW).subject()).isEqualTo("me");
    String other = signed("SHA256withRSA", keys("RSA").getPrivate(), "{\"alg\":\"RS256\"}", CLAIMS);
    assertThat(refused(verifier(), other).reason()).isEqualTo(Reason.SIGNATURE);
    String der = signed("SHA256withECDSA", EC.getPrivate(), "{\"alg\":\"ES256\"}", CLAIMS);
    assertThat(refused(verifier(), der).reason()).isEqualTo(Reason.SIGNATURE);
    String unknown =
        signed("SHA256withRSA", RSA.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"x\"}", CLAIMS);
    assertThat(refused(verifier(), unknown).reason()).isEqualTo(Reason.KEY);
  }

  /** A public key, which everyone has, must not be taken as a secret. */
  @Test
  void shouldRefuseAPublicKeyAsASecret() {
    byte[] known = RSA.getPublic().getEncoded();
    String text = unsigned("{\"alg\":\"HS256\",\"kid\":\"rsa\"}", CLAIMS);
    String token = text + "." + Base64Url.encode(HmacSha256.of(known, text.getBytes(UTF_8)));
    assertThat(refused(verifier(), token).reason()).isEqualTo(Reason.KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"hs256\"}",
        "{\"alg\":\"HS512\"}",
        "{\"alg\":\"\"}",
        "{\"alg\":5}",
        "{}"
      })
  void shouldRefuseOtherAlgorithms(String header) {
    assertThat(refused(verifier(), unsigned(header, CLAIMS) + ".").reason())
        .isEqualTo(Reason.ALGORITHM);
    assertThat(refused(verifier(), hs256(header, CLAIMS)).reason()).isEqualTo(Reason.ALGORITHM);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"exp":1700000001}                      | taken
          {"exp":1700000000}                      | TIME
          {"exp":1.7000000005e9}                  | TIME
          {"exp":1700000000.9}                    | TIME
          {"exp":"1800000000"}                    | CLAIM
          {"exp":-1}                              | CLAIM
          {"exp":1e300}                           | CLAIM
          {}                                      | CLAIM
          {"exp":1800000000,"nbf":1700000000}     | taken
          {"exp":1800000000,"nbf":1700000001}     | TIME
          {"exp":1800000000,"iat":1700000001}     | TIME
          """)
  void shouldCheckTimes(String claims, String result) {
    JwtException refused = refused(verifier(), hs256(claims));
    assertThat(refused == null ? "taken" : refused.reason().name()).isEqualTo(result);
  }

  @Test
  void shouldAllowForClocksWhenTold() {
    String token = hs256("{\"exp\":1699999990,\"nbf\":1700000010}");
    assertThat(refused(verifier().leewaySeconds(10), token).reason()).isEqualTo(Reason.TIME);
    assertThat(refused(verifier().leewaySeconds(11), token)).isNull();
    assertThat(refused(verifier().allowWithoutExpiry(), hs256("{}"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"exp":1800000000,"iss":"issuer","aud":["x","api"]} | taken
          {"exp":1800000000,"iss":"other","aud":"api"}        | CLAIM
          {"exp":1800000000,"aud":"api"}                      | CLAIM
          {"exp":1800000000,"iss":"issuer"}                   | CLAIM
          {"exp":1800000000,"iss":"issuer","aud":"ap"}        | CLAIM
          {"exp":1800000000,"iss":"issuer","aud":[5,{}]}      | CLAIM
          """)
  void shouldCheckIssuerAndAudience(String claims, String result) {
    JwtException refused = refused(verifier().issuer("issuer").audience("api"), hs256(claims));
    assertThat(refused == null ? "taken" : refused.reason().name()).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c.d",
        "!.e30.",
        "e30.e30",
        "W10.e30.",
        "bm8.e30.",
        "eyJhbGciOiJIUzI1NiJ9=.e30.",
        "\u00e4.e30."
      })
  void shouldRefuseWhatIsNoToken(String token) {
    assertThat(refused(verifier(), token).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void shouldRefuseATokenThatWasChanged() {
    String token = hs256(CLAIMS);
    for (int i = 0; i < token.length(); i++) {
      char[] changed = token.toCharArray();
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      assertThat(refused(verifier(), new String(changed)))
          .describedAs("position %d", i)
          .isNotNull();
    }
    assertThat(refused(verifier(), hs256("{\"alg\":\"HS256\",\"crit\":[\"x\"]}", CLAIMS)).reason())
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void shouldRefuseWhatIsHuge() {
    String huge = hs256("{\"exp\":1800000000,\"x\":\"" + "y".repeat(8000) + "\"}");
    assertThat(refused(verifier(), huge)).hasMessage("longer than 8192 characters");
    assertThat(refused(verifier().maxLength(20_000), huge)).isNull();
    String deep = hs256("[".repeat(3000));
    assertThat(refused(verifier(), deep).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void shouldNotTellTheTokenInTheMessage() {
    assertThat(refused(verifier(), "x".repeat(50) + ".y.z"))
        .hasToString("token refused: the header: not in Base64url");
    assertThat(
            catchThrowableOfType(
                JwtException.class, () -> verifier().build().verifyBearer(null, NOW)))
        .hasMessage("no bearer token");
  }

  @Test
  void shouldReadASetOfKeys() {
    byte[] rsa = RSA.getPublic().getEncoded();
    byte[] modulus = Arrays.copyOfRange(rsa, rsa.length - 5 - 256, rsa.length - 5);
    byte[] ec = EC.getPublic().getEncoded();
    String x = Base64Url.encode(Arrays.copyOfRange(ec, ec.length - 64, ec.length - 32));
    String y = Base64Url.encode(Arrays.copyOfRange(ec, ec.length - 32, ec.length));
    String json =
        """
        {"keys": [
          {"kty": "RSA", "kid": "r", "use": "sig", "n": "%s", "e": "AQAB"},
          {"kty": "EC", "kid": "e", "alg": "ES256", "crv": "P-256", "x": "%s", "y": "%s"},
          {"kty": "EC", "crv": "P-521"},
          {"kty": "RSA", "use": "enc"},
          {"kty": "RSA", "alg": "PS256"},
          {"kty": "OKP"},
          {"kty": "oct", "k": "%s"}
        ]}
        """
            .formatted(Base64Url.encode(modulus), x, y, Base64Url.encode(SECRET));
    List<Jwk> keys = Jwks.parse(Bytes.of(json.getBytes(UTF_8)));
    assertThat(keys).extracting(Jwk::id).containsExactly("r", "e", null);
    assertThat(keys)
        .extracting(Jwk::algorithm)
        .containsExactly(Algorithm.RS256, Algorithm.ES256, Algorithm.HS256);
    assertThat(keys.get(0).publicKey().der()).isEqualTo(rsa);
    assertThat(keys.get(1).publicKey().der()).isEqualTo(ec);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[5]}",
        "{\"keys\":[{}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}]}"
      })
  void shouldRefuseWhatIsNoSetOfKeys(String json) {
    assertThatThrownBy(() -> Jwks.parse(Bytes.of(json.getBytes(UTF_8))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
