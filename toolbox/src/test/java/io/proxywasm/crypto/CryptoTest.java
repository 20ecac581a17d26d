package io.proxywasm.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoTest {
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
  })
  void shouldHashTheExamplesOfFips180(String text, String hash) {
    assertThat(Hex.encode(Sha256.hash(text.getBytes(US_ASCII)))).isEqualTo(hash);
  }

  @Test
  void shouldHashAsTheJdkDoesWhateverTheLengthAndTheParts() throws GeneralSecurityException {
    Random random = new Random(1);
    for (int length = 0; length < 300; length++) {
      byte[] data = new byte[length];
      random.nextBytes(data);
      int middle = random.nextInt(length + 1);
      byte[] hash = new Sha256().update(data, 0, middle).update(data, middle, length).digest();
      assertThat(hash).isEqualTo(MessageDigest.getInstance("SHA-256").digest(data));
    }
  }

  /** RFC 4231. */
  @ParameterizedTest
  @CsvSource({
    "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265,"
        + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
        + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  })
  void shouldAuthenticateTheExamplesOfTheRfc(String key, String data, String code) {
    byte[] computed = HmacSha256.of(HexFormat.of().parseHex(key), HexFormat.of().parseHex(data));
    assertThat(Hex.encode(computed)).isEqualTo(code);
  }

  @Test
  void shouldAuthenticateAsTheJdkDoesWhateverTheKey() throws GeneralSecurityException {
    Random random = new Random(2);
    for (int length = 1; length < 200; length += 7) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] code = mac.doFinal(key);
      assertThat(HmacSha256.verify(key, key, code)).isTrue();
      code[random.nextInt(32)] ^= 1;
      assertThat(HmacSha256.verify(key, key, code)).isFalse();
      assertThat(HmacSha256.verify(key, key, new byte[0])).isFalse();
    }
  }

  @Test
  void shouldCompareAllOfTwoTexts() {
    assertThat(ConstantTime.equal("secret", "secret")).isTrue();
    assertThat(ConstantTime.equal("secret", "secreT")).isFalse();
    assertThat(ConstantTime.equal("secret", "secre")).isFalse();
    assertThat(ConstantTime.equal("", "s")).isFalse();
    assertThat(ConstantTime.equal("", "")).isTrue();
  }

  @Test
  void shouldEncodeAndDecodeAsTheJdkDoes() {
    Random random = new Random(3);
    for (int length = 0; length < 100; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      String text = Base64Url.encode(bytes);
      assertThat(text).isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      assertThat(Base64Url.decode(text)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AA==", "AB", "AAB", "A+A/", "AA A", "AAAA\n", "\u00c1AAA", "AAAAA"})
  void shouldRefuseWhatNoBytesEncodeTo(String text) {
    assertThat(Base64Url.decode(text)).isNull();
  }

  @Test
  void shouldMakeKeysAsTheJdkDoes() throws GeneralSecurityException {
    for (int size : new int[] {1024, 2048, 4096}) {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(size);
      RSAPublicKey key = (RSAPublicKey) rsa.generateKeyPair().getPublic();
      PublicKey made =
          PublicKey.rsa(key.getModulus().toByteArray(), key.getPublicExponent().toByteArray());
      assertThat(made.der()).isEqualTo(key.getEncoded());
      byte[] modulus = key.getModulus().toByteArray();
      byte[] unsigned = Arrays.copyOfRange(modulus, 1, modulus.length);
      assertThat(PublicKey.rsa(unsigned, new byte[] {1, 0, 1}).der()).isEqualTo(key.getEncoded());
    }
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new ECGenParameterSpec("secp256r1"));
    ECPublicKey key = (ECPublicKey) ec.generateKeyPair().getPublic();
    byte[] encoded = key.getEncoded();
    int end = encoded.length;
    byte[] x = Arrays.copyOfRange(encoded, end - 64, end - 32);
    byte[] y = Arrays.copyOfRange(encoded, end - 32, end);
    assertThat(PublicKey.p256(x, y).der()).isEqualTo(encoded);
  }
}
