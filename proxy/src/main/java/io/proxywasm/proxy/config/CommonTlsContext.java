package io.proxywasm.proxy.config;

import java.util.List;
import java.util.Optional;

/**
 * How TLS is spoken, on either side.
 *
 * @param minimumVersion the oldest version, or {@link TlsVersion#AUTO}
 * @param maximumVersion the newest version, or {@link TlsVersion#AUTO}
 * @param tlsCertificates this side's certificates
 * @param validationContext which certificates of the other side are good; empty for any
 * @param alpnProtocols the protocols that are offered, the favourite first
 */
public record CommonTlsContext(
    TlsVersion minimumVersion,
    TlsVersion maximumVersion,
    List<TlsCertificate> tlsCertificates,
    Optional<CertificateValidationContext> validationContext,
    List<String> alpnProtocols) {

  /** Copies the lists. */
  public CommonTlsContext {
    tlsCertificates = List.copyOf(tlsCertificates);
    alpnProtocols = List.copyOf(alpnProtocols);
  }

  /** A version of TLS. */
  public enum TlsVersion {
    /** At least 1.2, at most 1.3 for clients of this proxy; what the library likes upstream. */
    AUTO,
    /** 1.0. */
    TLS_1_0,
    /** 1.1. */
    TLS_1_1,
    /** 1.2. */
    TLS_1_2,
    /** 1.3. */
    TLS_1_3
  }
}
