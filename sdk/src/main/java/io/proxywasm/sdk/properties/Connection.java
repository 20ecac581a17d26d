package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Properties;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The connection of the client. */
public final class Connection {
  private Connection() {}

  /** Returns the number of the connection, or nothing if it is not known: {@code connection.id}. */
  public static OptionalLong id() {
    return Properties.number("connection", "id");
  }

  /** Returns whether the client has shown a certificate: {@code connection.mtls}. */
  public static boolean isMutualTls() {
    return Properties.flag("connection", "mtls");
  }

  /**
   * Returns the server name of TLS (SNI), or null if it is not known: {@code
   * connection.requested_server_name}.
   */
  public static @Nullable String requestedServerName() {
    return Properties.text("connection", "requested_server_name");
  }

  /**
   * Returns the version of TLS, such as {@code TLSv1.3}, or null if it is not known: {@code
   * connection.tls_version}.
   */
  public static @Nullable String tlsVersion() {
    return Properties.text("connection", "tls_version");
  }

  /**
   * Returns the subject of the own certificate, or null if it is not known: {@code
   * connection.subject_local_certificate}.
   */
  public static @Nullable String subjectLocalCertificate() {
    return Properties.text("connection", "subject_local_certificate");
  }

  /**
   * Returns the subject of the peer's certificate, or null if it is not known: {@code
   * connection.subject_peer_certificate}.
   */
  public static @Nullable String subjectPeerCertificate() {
    return Properties.text("connection", "subject_peer_certificate");
  }

  /**
   * Returns the first DNS name of the own certificate, or null if it is not known: {@code
   * connection.dns_san_local_certificate}.
   */
  public static @Nullable String dnsSanLocalCertificate() {
    return Properties.text("connection", "dns_san_local_certificate");
  }

  /**
   * Returns the first DNS name of the peer's certificate, or null if it is not known: {@code
   * connection.dns_san_peer_certificate}.
   */
  public static @Nullable String dnsSanPeerCertificate() {
    return Properties.text("connection", "dns_san_peer_certificate");
  }

  /**
   * Returns the first URI of the own certificate, or null if it is not known: {@code
   * connection.uri_san_local_certificate}.
   */
  public static @Nullable String uriSanLocalCertificate() {
    return Properties.text("connection", "uri_san_local_certificate");
  }

  /**
   * Returns the first URI of the peer's certificate, or null if it is not known: {@code
   * connection.uri_san_peer_certificate}.
   */
  public static @Nullable String uriSanPeerCertificate() {
    return Properties.text("connection", "uri_san_peer_certificate");
  }

  /**
   * Returns the SHA-256 digest of the peer's certificate, in hex, or null if it is not known:
   * {@code connection.sha256_peer_certificate_digest}.
   */
  public static @Nullable String sha256PeerCertificateDigest() {
    return Properties.text("connection", "sha256_peer_certificate_digest");
  }

  /**
   * Returns why TLS failed, or null if it is not known: {@code
   * connection.transport_failure_reason}.
   */
  public static @Nullable String transportFailureReason() {
    return Properties.text("connection", "transport_failure_reason");
  }

  /**
   * Returns why the host closed it, or null if it is not known: {@code
   * connection.termination_details}.
   */
  public static @Nullable String terminationDetails() {
    return Properties.text("connection", "termination_details");
  }
}
