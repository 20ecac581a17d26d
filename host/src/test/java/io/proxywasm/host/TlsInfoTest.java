package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class TlsInfoTest {
  private static final String PEM =
      """
      -----BEGIN CERTIFICATE-----
      MIIClDCCAjqgAwIBAgIUf5wSx0BwRlgVgkEaCBvE243QC6IwCgYIKoZIzj0EAwIw
      djELMAkGA1UEBhMCVVMxEzARBgNVBAgMCkNhbGlmb3JuaWExEzARBgNVBAoMClBy
      b3h5IFdhc20xDjAMBgNVBAsMBVRlc3RzMQ8wDQYDVQQDDAZjbGllbnQxHDAaBgkq
      hkiG9w0BCQEWDWFAZXhhbXBsZS5jb20wIBcNMjYxMTIyMDcyMTE2WhgPMjEyNjEw
      MjkwNzIxMTZaMHYxCzAJBgNVBAYTAlVTMRMwEQYDVQQIDApDYWxpZm9ybmlhMRMw
      EQYDVQQKDApQcm94eSBXYXNtMQ4wDAYDVQQLDAVUZXN0czEPMA0GA1UEAwwGY2xp
      ZW50MRwwGgYJKoZIhvcNAQkBFg1hQGV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYI
      KoZIzj0DAQcDQgAE1tmPx+5US9+R2VZKbkHBq+O3Oj49qlv6hjvEeGid/JlCJTr1
      DSaFzdaDLKmQ2LiomGetZ7dixmmnaJEV1+Yjj6OBozCBoDAdBgNVHQ4EFgQUOP9B
      +3oS8jAPHyobHeoZRgb3fREwHwYDVR0jBBgwFoAUOP9B+3oS8jAPHyobHeoZRgb3
      fREwDwYDVR0TAQH/BAUwAwEB/zBNBgNVHREERjBEghJjbGllbnQuZXhhbXBsZS5j
      b22CEW90aGVyLmV4YW1wbGUuY29thhtzcGlmZmU6Ly9leGFtcGxlLmNvbS9jbGll
      bnQwCgYIKoZIzj0EAwIDSAAwRQIhAPsFQMRrty/yOouFmDeCETeHkF5nNhIdE6ei
      HY3pVEBBAiBhEpEkFgJgvtlAN+/RSEj7b5Im4kJZGP7qFdxhrJjrQw==
      -----END CERTIFICATE-----
      """;

  static X509Certificate certificate() {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(PEM.getBytes(US_ASCII)));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldReadTheCertificateOfThePeerAsOpenSslDoes() {
    TlsInfo tls = new TlsInfo("TLSv1.3", null, certificate());

    assertThat(tls.peerCertificatePresented()).isTrue();
    assertThat(tls.subjectPeerCertificate())
        .isEqualTo("emailAddress=a@example.com,CN=client,OU=Tests,O=Proxy Wasm,ST=California,C=US");
    assertThat(tls.dnsSanPeerCertificate()).isEqualTo("client.example.com");
    assertThat(tls.uriSanPeerCertificate()).isEqualTo("spiffe://example.com/client");
    assertThat(tls.sha256PeerCertificateDigest())
        .isEqualTo("200a41bc6c1d04be8a6b6be2371d155b85092e0cc3201f7bb3907f7df4fd530c");
    assertThat(tls.urlEncodedPeerCertificate())
        .isEqualTo(
            PEM.replace("+", "%2B")
                .replace("/", "%2F")
                .replace("=", "%3D")
                .replace(" ", "%20")
                .replace("\n", "%0A"));
  }

  @Test
  void shouldReadOurCertificateWhenThereIsOne() {
    TlsInfo tls = new TlsInfo("TLSv1.3", certificate(), null);

    assertThat(tls.subjectLocalCertificate()).startsWith("emailAddress=a@example.com,CN=client");
    assertThat(tls.dnsSanLocalCertificate()).isEqualTo("client.example.com");
    assertThat(tls.uriSanLocalCertificate()).isEqualTo("spiffe://example.com/client");
  }

  @Test
  void shouldHaveNothingToTellWhenThePeerHasNoCertificate() {
    TlsInfo tls = new TlsInfo("TLSv1.2", null, null);

    assertThat(tls.peerCertificatePresented()).isFalse();
    assertThat(tls.subjectPeerCertificate()).isEmpty();
    assertThat(tls.dnsSanPeerCertificate()).isNull();
    assertThat(tls.sha256PeerCertificateDigest()).isNull();
    assertThat(tls.urlEncodedPeerCertificate()).isNull();
  }
}
