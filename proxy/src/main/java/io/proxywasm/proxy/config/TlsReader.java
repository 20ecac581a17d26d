package io.proxywasm.proxy.config;

import io.proxywasm.proxy.config.CertificateValidationContext.SanType;
import io.proxywasm.proxy.config.CertificateValidationContext.SubjectAltNameMatcher;
import io.proxywasm.proxy.config.CommonTlsContext.TlsVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how TLS is spoken. */
final class TlsReader {
  private static final String TLS = "envoy.extensions.transport_sockets.tls.v3.";
  private static final String RAW = "envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer";
  private static final Map<String, TlsVersion> VERSIONS = new LinkedHashMap<>();
  private static final Map<String, Optional<SanType>> SAN_TYPES = new LinkedHashMap<>();

  static {
    VERSIONS.put("TLS_AUTO", TlsVersion.AUTO);
    VERSIONS.put("TLSv1_0", TlsVersion.TLS_1_0);
    VERSIONS.put("TLSv1_1", TlsVersion.TLS_1_1);
    VERSIONS.put("TLSv1_2", TlsVersion.TLS_1_2);
    VERSIONS.put("TLSv1_3", TlsVersion.TLS_1_3);
    for (SanType type : SanType.values()) {
      SAN_TYPES.put(type.name(), Optional.of(type));
    }
  }

  private TlsReader() {}

  /** The field {@code transport_socket} of a filter chain. */
  static Optional<DownstreamTlsContext> downstream(MessageInput in) {
    return socket(in, TLS + "DownstreamTlsContext", TlsReader::downstreamTls);
  }

  /** The field {@code transport_socket} of a cluster. */
  static Optional<UpstreamTlsContext> upstream(MessageInput in) {
    return socket(
        in,
        TLS + "UpstreamTlsContext",
        tls -> Optional.of(new UpstreamTlsContext(common(tls), tls.text("sni"))));
  }

  private static <T> Optional<T> socket(
      MessageInput in, String type, MessageReader<Optional<T>> reader) {
    return in.message(
            "transport_socket",
            CoreReader.CORE + "TransportSocket",
            socket -> {
              socket.requiredText("name");
              MessageReader<Optional<T>> raw = none -> Optional.empty();
              return socket.<Optional<T>>requiredTyped(
                  "typed_config", Map.of(type, reader, RAW, raw));
            })
        .flatMap(tls -> tls);
  }

  private static Optional<DownstreamTlsContext> downstreamTls(MessageInput in) {
    CommonTlsContext common = common(in);
    boolean required = in.flag("require_client_certificate", false);
    if (common.tlsCertificates().isEmpty()) {
      throw in.wrong("common_tls_context", "tls_certificates is required");
    }
    if (required && common.validationContext().isEmpty()) {
      throw in.wrong(
          "require_client_certificate",
          "needs common_tls_context.validation_context.trusted_ca to check certificates");
    }
    return Optional.of(new DownstreamTlsContext(common, required));
  }

  private static CommonTlsContext common(MessageInput in) {
    return in.message("common_tls_context", TLS + "CommonTlsContext", TlsReader::readCommon)
        .orElse(
            new CommonTlsContext(
                TlsVersion.AUTO, TlsVersion.AUTO, List.of(), Optional.empty(), List.of()));
  }

  private static CommonTlsContext readCommon(MessageInput in) {
    List<TlsVersion> versions =
        in.message("tls_params", TLS + "TlsParameters", TlsReader::versions)
            .orElse(List.of(TlsVersion.AUTO, TlsVersion.AUTO));
    return new CommonTlsContext(
        versions.get(0),
        versions.get(1),
        in.messages("tls_certificates", TLS + "TlsCertificate", TlsReader::certificate),
        in.message(
            "validation_context", TLS + "CertificateValidationContext", TlsReader::validation),
        in.texts("alpn_protocols"));
  }

  private static List<TlsVersion> versions(MessageInput in) {
    TlsVersion min = in.word("tls_minimum_protocol_version", VERSIONS, TlsVersion.AUTO);
    TlsVersion max = in.word("tls_maximum_protocol_version", VERSIONS, TlsVersion.AUTO);
    if (max != TlsVersion.AUTO && min.compareTo(max) > 0) {
      throw in.wrong("tls_minimum_protocol_version", "is above tls_maximum_protocol_version");
    }
    return List.of(min, max);
  }

  private static TlsCertificate certificate(MessageInput in) {
    return new TlsCertificate(
        in.requiredMessage("certificate_chain", CoreReader.DATA_SOURCE, CoreReader::dataSource),
        in.requiredMessage("private_key", CoreReader.DATA_SOURCE, TlsReader::secret),
        in.message("password", CoreReader.DATA_SOURCE, TlsReader::secret));
  }

  private static DataSource secret(MessageInput in) {
    DataSource source = CoreReader.dataSource(in);
    if (source instanceof DataSource.Inline) {
      in.keepSecret();
    }
    return source;
  }

  private static CertificateValidationContext validation(MessageInput in) {
    return new CertificateValidationContext(
        in.message("trusted_ca", CoreReader.DATA_SOURCE, CoreReader::dataSource),
        in.message(
                "system_root_certs", TLS + "CertificateValidationContext.SystemRootCerts", n -> n)
            .isPresent(),
        in.messages(
            "match_typed_subject_alt_names",
            TLS + "SubjectAltNameMatcher",
            TlsReader::subjectAltName));
  }

  private static SubjectAltNameMatcher subjectAltName(MessageInput in) {
    SanType type =
        in.word("san_type", SAN_TYPES, Optional.<SanType>empty())
            .orElseThrow(() -> in.missing("san_type"));
    return new SubjectAltNameMatcher(
        type,
        in.requiredMessage(
            "matcher", CoreReader.MATCHER + "StringMatcher", CoreReader::stringMatcher));
  }
}
