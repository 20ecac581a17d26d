package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What plugins can learn of the TLS of one connection. Certificates are looked into only when
 * somebody asks. Used on one loop.
 */
public final class TlsInfo {
  private static final int DNS_NAME = 2;
  private static final int URI_NAME = 6;
  private static final Map<String, String> EMAIL = Map.of("1.2.840.113549.1.9.1", "emailAddress");

  private final String version;
  private final @Nullable X509Certificate local;
  private final @Nullable X509Certificate peer;
  private @Nullable String peerDigest;
  private @Nullable String peerPem;

  /**
   * Makes one.
   *
   * @param version as in {@code TLSv1.3}
   * @param local our certificate, if any
   * @param peer the other side's certificate, if it gave one
   */
  public TlsInfo(String version, @Nullable X509Certificate local, @Nullable X509Certificate peer) {
    this.version = version;
    this.local = local;
    this.peer = peer;
  }

  /** Makes one of a session of which the handshake is over. */
  public static TlsInfo of(SSLSession session) {
    X509Certificate peer;
    try {
      peer = first(session.getPeerCertificates());
    } catch (SSLPeerUnverifiedException e) {
      peer = null; // A client need not have one.
    }
    return new TlsInfo(session.getProtocol(), first(session.getLocalCertificates()), peer);
  }

  private static @Nullable X509Certificate first(Certificate @Nullable [] chain) {
    return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate x509
        ? x509
        : null;
  }

  /** The version, as in {@code TLSv1.3}. */
  public String version() {
    return version;
  }

  /** Whether the other side gave a certificate. */
  public boolean peerCertificatePresented() {
    return peer != null;
  }

  /** The subject of our certificate, in the form of RFC 2253; empty without one. */
  public String subjectLocalCertificate() {
    return subject(local);
  }

  /** The subject of the other side's certificate; empty without one. */
  public String subjectPeerCertificate() {
    return subject(peer);
  }

  private static String subject(@Nullable X509Certificate certificate) {
    return certificate == null
        ? ""
        : certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, EMAIL);
  }

  /** The first DNS name in our certificate's subject alternative names. */
  public @Nullable String dnsSanLocalCertificate() {
    return san(local, DNS_NAME);
  }

  /** The first DNS name in the other side's subject alternative names. */
  public @Nullable String dnsSanPeerCertificate() {
    return san(peer, DNS_NAME);
  }

  /** The first URI in our certificate's subject alternative names. */
  public @Nullable String uriSanLocalCertificate() {
    return san(local, URI_NAME);
  }

  /** The first URI in the other side's subject alternative names. */
  public @Nullable String uriSanPeerCertificate() {
    return san(peer, URI_NAME);
  }

  private static @Nullable String san(@Nullable X509Certificate certificate, int type) {
    if (certificate == null) {
      return null;
    }
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return null; // A peer may send whatever it wants there.
    }
    if (names != null) {
      for (List<?> name : names) {
        if (Integer.valueOf(type).equals(name.get(0)) && name.get(1) instanceof String text) {
          return text;
        }
      }
    }
    return null;
  }

  /** The SHA-256 of the other side's certificate in hexadecimal digits. */
  public @Nullable String sha256PeerCertificateDigest() {
    if (peerDigest == null && peer != null) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(peer.getEncoded());
        peerDigest = HexFormat.of().formatHex(digest);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every JDK has SHA-256", e);
      } catch (CertificateEncodingException e) {
        return null;
      }
    }
    return peerDigest;
  }

  /** The other side's certificate in PEM, with the characters encoded that are not safe in URLs. */
  public @Nullable String urlEncodedPeerCertificate() {
    if (peerPem == null && peer != null) {
      try {
        String base64 =
            Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(peer.getEncoded());
        String pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        peerPem =
            pem.replace("+", "%2B")
                .replace("/", "%2F")
                .replace("=", "%3D")
                .replace(" ", "%20")
                .replace("\n", "%0A");
      } catch (CertificateEncodingException e) {
        return null;
      }
    }
    return peerPem;
  }
}
