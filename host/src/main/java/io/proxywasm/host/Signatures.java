package io.proxywasm.host;

import io.proxywasm.abi.Status;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The foreign functions {@code sign} and {@code verify_signature}, with Envoy's messages for
 * arguments and results. A bad key is a result that says so; a message that cannot be read, or has
 * no key or two, is {@link Status#BAD_ARGUMENT}.
 */
final class Signatures {
  private static final byte[] NOTHING = {};

  /** Why a signature could not be made or was not good. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    final String reason;

    Refused(String reason) {
      super(reason);
      this.reason = reason;
    }
  }

  private Signatures() {}

  static ForeignFunction.Result verify(byte[] arguments) {
    String hash = "";
    byte[] der = NOTHING;
    byte[] signature = NOTHING;
    byte[] text = NOTHING;
    byte[] pem = NOTHING;
    try {
      ProtoReader reader = new ProtoReader(arguments);
      for (int field = reader.next(); field != 0; field = reader.next()) {
        if (!reader.isBytes()) {
          reader.skip();
          continue;
        }
        switch (field) {
          case 1 -> hash = reader.text();
          case 2 -> der = reader.bytes();
          case 3 -> signature = reader.bytes();
          case 4 -> text = reader.bytes();
          case 5 -> pem = reader.bytes();
          default -> reader.skip();
        }
      }
    } catch (ProtoReader.Malformed e) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    if ((der.length == 0) == (pem.length == 0)) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    PublicKey key =
        pem.length > 0 ? SignatureKeys.publicKeyOfPem(pem) : SignatureKeys.publicKey(der);
    ProtoWriter result = new ProtoWriter();
    try {
      verify(hash, key, signature, text);
      result.bool(1, true);
    } catch (Refused e) {
      result.text(2, e.reason);
    }
    return ForeignFunction.Result.ok(result.toByteArray());
  }

  private static void verify(String hash, @Nullable PublicKey key, byte[] signature, byte[] text)
      throws Refused {
    String digest = digest(hash);
    if (key == null) {
      throw new Refused("Failed to initialize digest verify.");
    }
    boolean good;
    try {
      Signature verifier = Signature.getInstance(algorithm(digest, key));
      verifier.initVerify(key);
      verifier.update(text);
      good = verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      good = false; // The signature is not even of the form that it should have.
    }
    if (!good) {
      throw new Refused("Failed to verify digest. Error code: 0");
    }
  }

  static ForeignFunction.Result sign(byte[] arguments) {
    String hash = "";
    byte[] der = NOTHING;
    byte[] text = NOTHING;
    byte[] pem = NOTHING;
    try {
      ProtoReader reader = new ProtoReader(arguments);
      for (int field = reader.next(); field != 0; field = reader.next()) {
        if (!reader.isBytes()) {
          reader.skip();
          continue;
        }
        switch (field) {
          case 1 -> hash = reader.text();
          case 2 -> der = reader.bytes();
          case 3 -> text = reader.bytes();
          case 4 -> pem = reader.bytes();
          default -> reader.skip();
        }
      }
    } catch (ProtoReader.Malformed e) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    if ((der.length == 0) == (pem.length == 0)) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    PrivateKey key =
        pem.length > 0 ? SignatureKeys.privateKeyOfPem(pem) : SignatureKeys.privateKey(der);
    ProtoWriter result = new ProtoWriter();
    try {
      byte[] signature = sign(hash, key, text);
      result.bool(1, true);
      result.bytes(2, signature);
    } catch (Refused e) {
      result.text(3, e.reason);
    }
    return ForeignFunction.Result.ok(result.toByteArray());
  }

  private static byte[] sign(String hash, @Nullable PrivateKey key, byte[] text) throws Refused {
    String digest = digest(hash);
    if (key == null) {
      throw new Refused("Invalid key type: private key required for signing operation.");
    }
    try {
      Signature signer = Signature.getInstance(algorithm(digest, key));
      signer.initSign(key);
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new Refused("Failed to create signature.");
    }
  }

  /** What the JDK calls a hash function in the names of its signature algorithms. */
  private static String digest(String hash) throws Refused {
    return switch (hash.toLowerCase(Locale.ROOT)) {
      case "sha1" -> "SHA1";
      case "sha224" -> "SHA224";
      case "sha256" -> "SHA256";
      case "sha384" -> "SHA384";
      case "sha512" -> "SHA512";
      default -> throw new Refused(ByteChars.of(hash) + " is not supported.");
    };
  }

  private static String algorithm(String digest, Key key) {
    return digest + (key.getAlgorithm().equals("EC") ? "withECDSA" : "withRSA");
  }
}
