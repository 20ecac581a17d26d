package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Properties;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The upstream and the connection to it, as soon as there is one. */
public final class Upstream {
  private Upstream() {}

  /** Returns the address with the port, or null if it is not known: {@code upstream.address}. */
  public static @Nullable String address() {
    return Properties.text("upstream", "address");
  }

  /** Returns the port, or nothing if it is not known: {@code upstream.port}. */
  public static OptionalLong port() {
    return Properties.number("upstream", "port");
  }

  /**
   * Returns the address of the own end, or null if it is not known: {@code upstream.local_address}.
   */
  public static @Nullable String localAddress() {
    return Properties.text("upstream", "local_address");
  }

  /**
   * Returns how many attempts there were, or nothing if it is not known: {@code
   * upstream.request_attempt_count}.
   */
  public static OptionalLong requestAttemptCount() {
    return Properties.number("upstream", "request_attempt_count");
  }

  /**
   * Returns how long the request waited for a connection, or nothing if it is not known: {@code
   * upstream.cx_pool_ready_duration}.
   */
  public static OptionalLong connectionPoolReadyDuration() {
    return Properties.number("upstream", "cx_pool_ready_duration");
  }

  /**
   * Returns the version of TLS, such as {@code TLSv1.3}, or null if it is not known: {@code
   * upstream.tls_version}.
   */
  public static @Nullable String tlsVersion() {
    return Properties.text("upstream", "tls_version");
  }

  /**
   * Returns the subject of the own certificate, or null if it is not known: {@code
   * upstream.subject_local_certificate}.
   */
  public static @Nullable String subjectLocalCertificate() {
    return Properties.text("upstream", "subject_local_certificate");
  }

  /**
   * Returns the subject of the peer's certificate, or null if it is not known: {@code
   * upstream.subject_peer_certificate}.
   */
  public static @Nullable String subjectPeerCertificate() {
    return Properties.text("upstream", "subject_peer_certificate");
  }

  /**
   * Returns the first DNS name of the own certificate, or null if it is not known: {@code
   * upstream.dns_san_local_certificate}.
   */
  public static @Nullable String dnsSanLocalCertificate() {
    return Properties.text("upstream", "dns_san_local_certificate");
  }

  /**
   * Returns the first DNS name of the peer's certificate, or null if it is not known: {@code
   * upstream.dns_san_peer_certificate}.
   */
  public static @Nullable String dnsSanPeerCertificate() {
    return Properties.text("upstream", "dns_san_peer_certificate");
  }

  /**
   * Returns the first URI of the own certificate, or null if it is not known: {@code
   * upstream.uri_san_local_certificate}.
   */
  public static @Nullable String uriSanLocalCertificate() {
    return Properties.text("upstream", "uri_san_local_certificate");
  }

  /**
   * Returns the first URI of the peer's certificate, or null if it is not known: {@code
   * upstream.uri_san_peer_certificate}.
   */
  public static @Nullable String uriSanPeerCertificate() {
    return Properties.text("upstream", "uri_san_peer_certificate");
  }

  /**
   * Returns the SHA-256 digest of the peer's certificate, in hex, or null if it is not known:
   * {@code upstream.sha256_peer_certificate_digest}.
   */
  public static @Nullable String sha256PeerCertificateDigest() {
    return Properties.text("upstream", "sha256_peer_certificate_digest");
  }

  /**
   * Returns why TLS failed, or null if it is not known: {@code upstream.transport_failure_reason}.
   */
  public static @Nullable String transportFailureReason() {
    return Properties.text("upstream", "transport_failure_reason");
  }
}
