package io.proxywasm.host;

import io.proxywasm.abi.Status;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The foreign functions {@code sign} and {@code verify_signature}, with Envoy's messages for
 * arguments and results. A bad key is a result that says so; a message that cannot be read, or has
 * no key or two, is {@link Status#BAD_ARGUMENT}.
 */
final class Signatures {
  private static final byte[] NOTHING = {};

  /**
   * A message: in field 1 the name of the hash function, in 2 the key as DER, in the last the key
   * as PEM, and between them what is to be signed or verified.
   */
  private record Arguments(String hash, byte[][] fields) {
    static Arguments read(byte[] message, int last) throws ProtoReader.Malformed {
      String hash = "";
      byte[][] fields = new byte[last + 1][];
      Arrays.fill(fields, NOTHING);
      ProtoReader reader = new ProtoReader(message);
      for (int field = reader.next(); field != 0; field = reader.next()) {
        if (!reader.isBytes() || field > last) {
          reader.skip();
        } else if (field == 1) {
          hash = reader.text();
        } else {
          fields[field] = reader.bytes();
        }
      }
      Arguments arguments = new Arguments(hash, fields);
      if ((arguments.der().length == 0) == (arguments.pem().length == 0)) {
        throw new ProtoReader.Malformed("no key, or two");
      }
      return arguments;
    }

    byte[] der() {
      return fields[2];
    }

    byte[] pem() {
      return fields[fields.length - 1];
    }
  }

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

  static ForeignFunction.Result verify(byte[] message) {
    Arguments in;
    try {
      in = Arguments.read(message, 5);
    } catch (ProtoReader.Malformed e) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    PublicKey key =
        in.pem().length > 0
            ? SignatureKeys.publicKeyOfPem(in.pem())
            : SignatureKeys.publicKey(in.der());
    ProtoWriter result = new ProtoWriter();
    try {
      verify(in.hash(), key, in.fields()[3], in.fields()[4]);
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

  static ForeignFunction.Result sign(byte[] message) {
    Arguments in;
    try {
      in = Arguments.read(message, 4);
    } catch (ProtoReader.Malformed e) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    PrivateKey key =
        in.pem().length > 0
            ? SignatureKeys.privateKeyOfPem(in.pem())
            : SignatureKeys.privateKey(in.der());
    ProtoWriter result = new ProtoWriter();
    try {
      byte[] signature = sign(in.hash(), key, in.fields()[3]);
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
