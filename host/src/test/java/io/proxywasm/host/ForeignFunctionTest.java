package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.Status;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignFunctionTest {
  private static final byte[] TEXT = "what is signed".getBytes(UTF_8);
  private static final byte[] NONE = {};
  private static final KeyPair RSA = rsa(2048);
  private static final KeyPair EC = ec("secp256r1");

  private static final class Caller implements ForeignFunction.Caller {
    @Nullable StreamInfo stream;
    int routeCachesCleared;

    @Override
    public @Nullable StreamInfo stream() {
      return stream;
    }

    @Override
    public String pluginName() {
      return "plugin";
    }

    @Override
    public void clearRouteCache() {
      routeCachesCleared++;
    }
  }

  private final Caller caller = new Caller();

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private ForeignFunction.Result call(String name, byte[] arguments) {
    ForeignFunction function = BuiltInForeignFunctions.ALL.get(name);
    if (function == null) {
      throw new AssertionError("no foreign function " + name);
    }
    return function.call(caller, arguments);
  }

  private static byte[] signArguments(String hash, byte[] der, byte[] pem) {
    ProtoWriter out = new ProtoWriter();
    out.text(1, hash);
    out.bytes(2, der);
    out.bytes(3, TEXT);
    out.bytes(4, pem);
    return out.toByteArray();
  }

  private static byte[] verifyArguments(String hash, byte[] der, byte[] pem, byte[] signature) {
    ProtoWriter out = new ProtoWriter();
    out.text(1, hash);
    out.bytes(2, der);
    out.bytes(3, signature);
    out.bytes(4, TEXT);
    out.bytes(5, pem);
    return out.toByteArray();
  }

  private static byte[] pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n")
        .getBytes(US_ASCII);
  }

  /** Whether it was done, and the error text in another field. */
  private record Outcome(boolean result, byte[] signature, String error) {}

  private Outcome sign(byte[] arguments) {
    return outcome(call("sign", arguments), 3);
  }

  private Outcome verify(byte[] arguments) {
    return outcome(call("verify_signature", arguments), 2);
  }

  private static Outcome outcome(ForeignFunction.Result result, int errorField) {
    assertThat(result.status()).isEqualTo(Status.OK);
    Map<Integer, byte[]> fields = new HashMap<>();
    boolean done = false;
    try {
      ProtoReader reader = new ProtoReader(result.bytes());
      for (int field = reader.next(); field != 0; field = reader.next()) {
        if (field == 1) {
          done = reader.varint() == 1;
        } else {
          fields.put(field, reader.bytes());
        }
      }
    } catch (ProtoReader.Malformed e) {
      throw new AssertionError(e);
    }
    return new Outcome(
        done,
        errorField == 3 ? fields.getOrDefault(2, NONE) : NONE,
        new String(fields.getOrDefault(errorField, NONE), UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "sha1, SHA1",
    "sha224, SHA224",
    "sha256, SHA256",
    "SHA256, SHA256",
    "sha384, SHA384",
    "sha512, SHA512"
  })
  void shouldSignAsTheJdkDoesWhenTheKeyIsRsa(String hash, String digest) throws Exception {
    Outcome signed = sign(signArguments(hash, RSA.getPrivate().getEncoded(), NONE));

    assertThat(signed.result()).isTrue();
    Signature jdk = Signature.getInstance(digest + "withRSA");
    jdk.initVerify(RSA.getPublic());
    jdk.update(TEXT);
    assertThat(jdk.verify(signed.signature())).isTrue();
    byte[] key = RSA.getPublic().getEncoded();
    assertThat(verify(verifyArguments(hash, key, NONE, signed.signature())).result()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void shouldVerifyWhatItSignedWhenTheKeyIsOfACurve(String curve) {
    KeyPair pair = ec(curve);
    Outcome signed =
        sign(signArguments("sha256", NONE, pem("PRIVATE KEY", pair.getPrivate().getEncoded())));

    assertThat(signed.result()).isTrue();
    byte[] key = pem("PUBLIC KEY", pair.getPublic().getEncoded());
    assertThat(verify(verifyArguments("sha256", NONE, key, signed.signature())).result()).isTrue();
    assertThat(verify(verifyArguments("sha512", NONE, key, signed.signature())).result()).isFalse();
  }

  @Test
  void shouldReadOlderFormsOfPemWhenAKeyIsInThem() {
    byte[] rsa = pem("RSA PRIVATE KEY", pkcs1((RSAPrivateCrtKey) RSA.getPrivate()));
    byte[] ec = pem("EC PRIVATE KEY", sec1((ECPrivateKey) EC.getPrivate()));

    Outcome byRsa = sign(signArguments("sha256", NONE, rsa));
    Outcome byEc = sign(signArguments("sha256", NONE, ec));

    assertThat(byRsa.error()).isEmpty();
    assertThat(byEc.error()).isEmpty();
    byte[] rsaKey = RSA.getPublic().getEncoded();
    byte[] ecKey = EC.getPublic().getEncoded();
    assertThat(verify(verifyArguments("sha256", rsaKey, NONE, byRsa.signature())).result())
        .isTrue();
    assertThat(verify(verifyArguments("sha256", ecKey, NONE, byEc.signature())).result()).isTrue();
  }

  /** The form of RFC 8017. */
  private static byte[] pkcs1(RSAPrivateCrtKey key) {
    return der(
        0x30,
        der(0x02, new byte[] {0}),
        number(key.getModulus()),
        number(key.getPublicExponent()),
        number(key.getPrivateExponent()),
        number(key.getPrimeP()),
        number(key.getPrimeQ()),
        number(key.getPrimeExponentP()),
        number(key.getPrimeExponentQ()),
        number(key.getCrtCoefficient()));
  }

  private static byte[] number(BigInteger value) {
    return der(0x02, value.toByteArray());
  }

  /** The form of RFC 5915, with the curve P-256. */
  private static byte[] sec1(ECPrivateKey key) {
    byte[] secret = new byte[32];
    byte[] s = key.getS().toByteArray();
    int length = Math.min(32, s.length);
    System.arraycopy(s, s.length - length, secret, 32 - length, length);
    byte[] curve = {0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x03, 0x01, 0x07};
    return der(0x30, der(0x02, new byte[] {1}), der(0x04, secret), der(0xA0, curve));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.size() >= 0x100) {
      out.write(0x82);
      out.write(content.size() >> 8);
    } else if (content.size() >= 0x80) {
      out.write(0x81);
    }
    out.write(content.size());
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  @Test
  void shouldSayWhyWhenASignatureIsNotGood() {
    byte[] key = EC.getPublic().getEncoded();

    Outcome outcome = verify(verifyArguments("sha256", key, NONE, new byte[] {1, 2, 3}));

    assertThat(outcome.result()).isFalse();
    assertThat(outcome.error()).isEqualTo("Failed to verify digest. Error code: 0");
  }

  @Test
  void shouldSayWhyWhenTheHashIsUnknown() {
    byte[] key = EC.getPublic().getEncoded();

    assertThat(verify(verifyArguments("md5", key, NONE, NONE)).error())
        .isEqualTo("md5 is not supported.");
    assertThat(sign(signArguments("", EC.getPrivate().getEncoded(), NONE)).error())
        .isEqualTo(" is not supported.");
  }

  @Test
  void shouldSayWhyWhenAKeyIsNone() {
    byte[] garbage = {1, 2, 3};

    assertThat(verify(verifyArguments("sha256", garbage, NONE, NONE)).error())
        .isEqualTo("Failed to initialize digest verify.");
    assertThat(verify(verifyArguments("sha256", NONE, garbage, NONE)).error())
        .isEqualTo("Failed to initialize digest verify.");
    assertThat(sign(signArguments("sha256", garbage, NONE)).error())
        .isEqualTo("Invalid key type: private key required for signing operation.");
    for (String label : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
      assertThat(sign(signArguments("sha256", NONE, pem(label, garbage))).result()).isFalse();
    }
  }

  @Test
  void shouldRefuseKeysWhenComputingWithThemWouldTakeLong() throws Exception {
    RSAPublicKey good = (RSAPublicKey) RSA.getPublic();
    KeyFactory factory = KeyFactory.getInstance("RSA");
    BigInteger large = BigInteger.ONE.shiftLeft(9000).add(BigInteger.ONE);
    byte[] largeModulus =
        factory.generatePublic(new RSAPublicKeySpec(large, BigInteger.valueOf(65537))).getEncoded();
    byte[] largeExponent =
        factory
            .generatePublic(
                new RSAPublicKeySpec(
                    good.getModulus(), BigInteger.ONE.shiftLeft(40).add(BigInteger.ONE)))
            .getEncoded();

    assertThat(SignatureKeys.publicKey(largeModulus)).isNull();
    assertThat(SignatureKeys.publicKey(largeExponent)).isNull();
    assertThat(SignatureKeys.publicKey(new byte[100_000])).isNull();
    assertThat(SignatureKeys.privateKey(new byte[100_000])).isNull();
  }

  @Test
  void shouldRefuseArgumentsWhenThereIsNoKeyOrThereAreTwo() {
    byte[] key = EC.getPublic().getEncoded();

    assertThat(call("verify_signature", verifyArguments("sha256", NONE, NONE, NONE)).status())
        .isEqualTo(Status.BAD_ARGUMENT);
    assertThat(call("verify_signature", verifyArguments("sha256", key, key, NONE)).status())
        .isEqualTo(Status.BAD_ARGUMENT);
    assertThat(call("sign", signArguments("sha256", NONE, NONE)).status())
        .isEqualTo(Status.BAD_ARGUMENT);
    assertThat(call("sign", signArguments("sha256", key, key)).status())
        .isEqualTo(Status.BAD_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sign", "verify_signature", "set_envoy_filter_state", "declare_property"})
  void shouldRefuseArgumentsWhenTheyAreNoMessage(String name) {
    assertThat(call(name, new byte[] {0x0A, 0x7F}).status()).isEqualTo(Status.BAD_ARGUMENT);
  }

  @Test
  void shouldNeverThrowWhenArgumentsAreDamaged() {
    Random random = new Random(7);
    byte[][] good = {
      signArguments("sha256", NONE, pem("EC PRIVATE KEY", sec1((ECPrivateKey) EC.getPrivate()))),
      signArguments("sha256", EC.getPrivate().getEncoded(), NONE),
      verifyArguments("sha256", EC.getPublic().getEncoded(), NONE, new byte[70]),
      verifyArguments("sha256", RSA.getPublic().getEncoded(), NONE, new byte[256])
    };
    int answers = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = good[i % good.length].clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      damaged = Arrays.copyOf(damaged, damaged.length - random.nextInt(2));
      answers += call(i % good.length < 2 ? "sign" : "verify_signature", damaged) == null ? 0 : 1;
    }
    assertThat(answers).isEqualTo(2_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 8192, 1_000_000})
  void shouldGiveBackWhatWasCompressedWhenItIsUncompressed(int size) {
    byte[] data = new byte[size];
    new Random(3).nextBytes(data);
    Arrays.fill(data, 0, size / 2, (byte) 'x');

    ForeignFunction.Result compressed = call("compress", data);

    assertThat(compressed.status()).isEqualTo(Status.OK);
    ForeignFunction.Result back = call("uncompress", compressed.bytes());
    assertThat(back.status()).isEqualTo(Status.OK);
    assertThat(back.bytes()).isEqualTo(data);
    byte[] more = Arrays.copyOf(compressed.bytes(), compressed.bytes().length + 3);
    assertThat(call("uncompress", more).bytes()).isEqualTo(data);
  }

  @Test
  void shouldRefuseToUncompressWhenTheDataIsBrokenOrNotWhole() {
    byte[] compressed = call("compress", new byte[1000]).bytes();

    assertThat(call("uncompress", NONE).status()).isEqualTo(Status.SERIALIZATION_FAILURE);
    assertThat(call("uncompress", TEXT).status()).isEqualTo(Status.SERIALIZATION_FAILURE);
    assertThat(call("uncompress", Arrays.copyOf(compressed, compressed.length - 1)).status())
        .isEqualTo(Status.SERIALIZATION_FAILURE);
  }

  @Test
  void shouldRefuseToUncompressWhenTheDataBecomesTooLarge() {
    byte[] bomb = Zlib.compress(new byte[100_000]);

    assertThat(Zlib.uncompress(bomb, 99_999)).isNull();
    assertThat(Zlib.uncompress(bomb, 100_000)).hasSize(100_000);
  }

  @Test
  void shouldClearTheRouteCacheOfTheCaller() {
    assertThat(call("clear_route_cache", NONE).status()).isEqualTo(Status.OK);
    assertThat(caller.routeCachesCleared).isEqualTo(1);
  }

  private static byte[] filterState(String path, String value, int span) {
    ProtoWriter out = new ProtoWriter();
    out.text(1, path);
    out.text(2, value);
    out.presentVarint(3, span);
    return out.toByteArray();
  }

  @Test
  void shouldSetFilterStateWhenEnvoyKnowsTheName() {
    ConnectionInfo connection = new ConnectionInfo(1, "1.1.1.1:1", 1, "2.2.2.2:2", 2);
    StreamInfo stream = new StreamInfo(connection, 0);
    caller.stream = stream;

    assertThat(
            call("set_envoy_filter_state", filterState("envoy.tcp_proxy.cluster", "c", 0)).status())
        .isEqualTo(Status.OK);
    assertThat(call("set_envoy_filter_state", filterState("envoy.string", "s", 2)).status())
        .isEqualTo(Status.OK);

    assertThat(stream.filterState().text("envoy.tcp_proxy.cluster")).isEqualTo("c");
    assertThat(connection.filterState().text("envoy.string")).isEqualTo("s");
    assertThat(connection.filterState().get("envoy.tcp_proxy.cluster")).isNull();
  }

  @Test
  void shouldNotSetFilterStateWhenTheNameIsUnknownOrThereIsNoStream() {
    assertThat(
            call("set_envoy_filter_state", filterState("envoy.tcp_proxy.cluster", "c", 0)).status())
        .isEqualTo(Status.NOT_FOUND);
    caller.stream = new StreamInfo(new ConnectionInfo(1, "1.1.1.1:1", 1, "2.2.2.2:2", 2), 0);
    assertThat(call("set_envoy_filter_state", filterState("my.own", "c", 0)).status())
        .isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void shouldGiveOnWhatAPluginSaysOfAProperty() {
    Map<String, DeclaredProperty> declared = new HashMap<>();
    ProtoWriter out = new ProtoWriter();
    out.text(1, "mine");
    out.presentVarint(2, 1);
    out.presentVarint(3, 1);
    out.text(4, "schema");
    out.presentVarint(5, 2);

    for (Status expected : new Status[] {Status.OK, Status.BAD_ARGUMENT}) {
      assertThat(
              BuiltInForeignFunctions.declareProperty(
                      (name, property) -> declared.putIfAbsent(name, property) == null,
                      out.toByteArray())
                  .status())
          .isEqualTo(expected);
    }

    assertThat(declared)
        .containsOnly(
            Map.entry("mine", new DeclaredProperty(true, FilterState.LifeSpan.CONNECTION)));
  }
}
