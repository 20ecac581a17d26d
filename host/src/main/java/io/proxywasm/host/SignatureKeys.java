package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads the RSA and EC keys that plugins sign and verify with, in DER (PKCS #8 and
 * SubjectPublicKeyInfo) or PEM (private keys also as PKCS #1 and SEC 1). A plugin may send
 * anything: keys that would take long to compute with are none.
 */
final class SignatureKeys {
  private static final int MAX_KEY_BYTES = 32 * 1024;
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_RSA_PUBLIC_EXPONENT_BITS = 33;
  private static final int MAX_EC_BITS = 521;

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int EC_PARAMETERS = 0xA0;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /** The sequence of the OID of RSA and a null. */
  private static final byte[] RSA_ALGORITHM = {
    0x30,
    0x0D,
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** The OID of EC keys. */
  private static final byte[] EC_OID = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
  };

  private SignatureKeys() {}

  /** The key in a SubjectPublicKeyInfo; null when it is none that can be used. */
  static @Nullable PublicKey publicKey(byte[] der) {
    if (der.length > MAX_KEY_BYTES) {
      return null;
    }
    PublicKey key = publicKey(der, "RSA");
    return key != null ? key : publicKey(der, "EC");
  }

  /** The key in a PKCS #8 structure; null when it is none that can be used. */
  static @Nullable PrivateKey privateKey(byte[] der) {
    if (der.length > MAX_KEY_BYTES) {
      return null;
    }
    PrivateKey key = privateKey(der, "RSA");
    return key != null ? key : privateKey(der, "EC");
  }

  private static @Nullable PublicKey publicKey(byte[] der, String algorithm) {
    try {
      PublicKey key = factory(algorithm).generatePublic(new X509EncodedKeySpec(der));
      return isUsable(key) ? key : null;
    } catch (InvalidKeySpecException e) {
      return null; // A key of another algorithm, or none.
    }
  }

  private static @Nullable PrivateKey privateKey(byte[] der, String algorithm) {
    try {
      PrivateKey key = factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      return isUsable(key) ? key : null;
    } catch (InvalidKeySpecException e) {
      return null; // A key of another algorithm, or none.
    }
  }

  private static KeyFactory factory(String algorithm) {
    try {
      return KeyFactory.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm, e);
    }
  }

  private static boolean isUsable(PublicKey key) {
    return !(key instanceof RSAPublicKey rsa)
        || (rsa.getModulus().bitLength() <= MAX_RSA_BITS
            && rsa.getPublicExponent().bitLength() <= MAX_RSA_PUBLIC_EXPONENT_BITS);
  }

  private static boolean isUsable(PrivateKey key) {
    if (key instanceof ECPrivateKey ec) {
      return ec.getS().bitLength() <= MAX_EC_BITS;
    }
    if (key instanceof RSAPrivateCrtKey crt) {
      return crt.getPublicExponent().bitLength() <= MAX_RSA_PUBLIC_EXPONENT_BITS
          && isSmall(
              crt.getModulus(),
              crt.getPrivateExponent(),
              crt.getPrimeP(),
              crt.getPrimeQ(),
              crt.getPrimeExponentP(),
              crt.getPrimeExponentQ(),
              crt.getCrtCoefficient());
    }
    return key instanceof RSAPrivateKey rsa && isSmall(rsa.getModulus(), rsa.getPrivateExponent());
  }

  private static boolean isSmall(BigInteger... numbers) {
    for (BigInteger number : numbers) {
      if (number.signum() <= 0 || number.bitLength() > MAX_RSA_BITS) {
        return false;
      }
    }
    return true;
  }

  /** The public key in a PEM text; null when there is none that can be used. */
  static @Nullable PublicKey publicKeyOfPem(byte[] pem) {
    byte[] der = pemBlock(pem, "PUBLIC KEY");
    return der == null ? null : publicKey(der);
  }

  /** The private key in a PEM text; null when there is none that can be used. */
  static @Nullable PrivateKey privateKeyOfPem(byte[] pem) {
    byte[] der = pemBlock(pem, "PRIVATE KEY");
    if (der != null) {
      return privateKey(der);
    }
    byte[] pkcs1 = pemBlock(pem, "RSA PRIVATE KEY");
    if (pkcs1 != null) {
      return privateKey(pkcs8(RSA_ALGORITHM, pkcs1));
    }
    byte[] sec1 = pemBlock(pem, "EC PRIVATE KEY");
    byte[] curve = sec1 == null ? null : curve(sec1);
    return sec1 == null || curve == null
        ? null
        : privateKey(pkcs8(der(SEQUENCE, EC_OID, curve), sec1));
  }

  /** The bytes between the lines of one label; null when it is not there or broken. */
  private static byte @Nullable [] pemBlock(byte[] pem, String label) {
    if (pem.length > 2 * MAX_KEY_BYTES) {
      return null;
    }
    String text = new String(pem, ISO_8859_1);
    String begin = "-----BEGIN " + label + "-----";
    int start = text.indexOf(begin);
    int end = start < 0 ? -1 : text.indexOf("-----END " + label + "-----", start);
    if (end < 0) {
      return null;
    }
    try {
      String base64 = text.substring(start + begin.length(), end).replaceAll("\\s", "");
      byte[] der = Base64.getDecoder().decode(base64);
      return der.length > MAX_KEY_BYTES ? null : der;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, VERSION_0, algorithm, der(OCTET_STRING, key));
  }

  /** The OID of the curve in an EC private key of SEC 1; null when it is not there. */
  private static byte @Nullable [] curve(byte[] sec1) {
    try {
      DerReader outer = new DerReader(sec1, 0, sec1.length);
      DerReader key = outer.enter(SEQUENCE);
      while (key.hasNext()) {
        if (key.tag() == EC_PARAMETERS) {
          return key.enter(EC_PARAMETERS).rest();
        }
        key.skip();
      }
      return null;
    } catch (IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82); // No key is longer than MAX_KEY_BYTES.
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  /** Goes through DER; what is not well formed makes an {@link IndexOutOfBoundsException}. */
  private static final class DerReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    DerReader(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.at = start;
      this.end = end;
    }

    boolean hasNext() {
      return at < end;
    }

    int tag() {
      return bytes[at] & 0xFF;
    }

    DerReader enter(int tag) {
      if (tag() != tag) {
        throw new IndexOutOfBoundsException("tag " + tag());
      }
      int start = content();
      return new DerReader(bytes, start, at);
    }

    void skip() {
      content();
    }

    byte[] rest() {
      return Arrays.copyOfRange(bytes, at, end);
    }

    /** Goes behind the element and returns where its content starts. */
    private int content() {
      int length = bytes[at + 1] & 0xFF;
      int start = at + 2;
      if (length >= 0x80) {
        int count = length & 0x7F;
        if (count > 2) {
          throw new IndexOutOfBoundsException("a length of " + count + " bytes");
        }
        length = 0;
        for (int i = 0; i < count; i++) {
          length = length << 8 | bytes[start++] & 0xFF;
        }
      }
      if (length > end - start) {
        throw new IndexOutOfBoundsException(length + " of " + (end - start) + " bytes");
      }
      at = start + length;
      return start;
    }
  }
}
