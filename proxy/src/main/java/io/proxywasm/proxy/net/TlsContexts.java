package io.proxywasm.proxy.net;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.proxywasm.proxy.config.CertificateValidationContext;
import io.proxywasm.proxy.config.CertificateValidationContext.SanType;
import io.proxywasm.proxy.config.CertificateValidationContext.SubjectAltNameMatcher;
import io.proxywasm.proxy.config.CommonTlsContext;
import io.proxywasm.proxy.config.CommonTlsContext.TlsVersion;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.DownstreamTlsContext;
import io.proxywasm.proxy.config.TlsCertificate;
import io.proxywasm.proxy.config.UpstreamTlsContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's TLS of what the configuration says. */
public final class TlsContexts {
  private static final List<TlsVersion> VERSIONS =
      List.of(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1, TlsVersion.TLS_1_2, TlsVersion.TLS_1_3);
  private static final List<String> NAMES = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  private TlsContexts() {}

  /**
   * For connections of clients.
   *
   * @throws ConfigException when a certificate or key cannot be used
   */
  public static SslContext server(DownstreamTlsContext config, List<String> alpn) {
    CommonTlsContext common = config.common();
    if (common.tlsCertificates().isEmpty()) {
      throw new ConfigException("No TLS certificates found for server context");
    }
    TlsCertificate certificate = common.tlsCertificates().get(0);
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
              stream(certificate.certificateChain().read().toByteArray()),
              stream(certificate.privateKey().read().toByteArray()),
              certificate.password().map(p -> p.read().toUtf8()).orElse(null));
      common.validationContext().ifPresent(v -> builder.trustManager(trust(v)));
      if (config.requireClientCertificate()) {
        builder.clientAuth(ClientAuth.REQUIRE);
        if (common.validationContext().isEmpty()) {
          builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
      } else if (common.validationContext().isPresent()) {
        builder.clientAuth(ClientAuth.OPTIONAL);
      }
      return finish(builder, common, alpn, "TLSv1.2");
    } catch (SSLException | IllegalArgumentException e) {
      throw new ConfigException("Cannot use the TLS certificate or its key: " + reason(e), e);
    }
  }

  /**
   * For connections to upstreams.
   *
   * @throws ConfigException when a certificate or key cannot be used
   */
  public static SslContext client(UpstreamTlsContext config, List<String> alpn) {
    CommonTlsContext common = config.common();
    try {
      SslContextBuilder builder = SslContextBuilder.forClient();
      // As in Envoy, names are looked at only where the configuration says which.
      builder.endpointIdentificationAlgorithm(null);
      builder.trustManager(
          common
              .validationContext()
              .map(TlsContexts::trust)
              .orElse(InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0]));
      if (!common.tlsCertificates().isEmpty()) {
        TlsCertificate certificate = common.tlsCertificates().get(0);
        builder.keyManager(
            stream(certificate.certificateChain().read().toByteArray()),
            stream(certificate.privateKey().read().toByteArray()),
            certificate.password().map(p -> p.read().toUtf8()).orElse(null));
      }
      return finish(builder, common, alpn, "TLSv1.2");
    } catch (SSLException | IllegalArgumentException e) {
      throw new ConfigException("Cannot use the TLS settings of a cluster: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    Throwable cause = e.getCause();
    return e.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static SslContext finish(
      SslContextBuilder builder, CommonTlsContext common, List<String> alpn, String oldest)
      throws SSLException {
    int from = Math.max(VERSIONS.indexOf(common.minimumVersion()), -1);
    int to = VERSIONS.indexOf(common.maximumVersion());
    builder.protocols(
        NAMES.subList(from < 0 ? NAMES.indexOf(oldest) : from, to < 0 ? NAMES.size() : to + 1));
    List<String> protocols = common.alpnProtocols().isEmpty() ? alpn : common.alpnProtocols();
    if (!protocols.isEmpty()) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              protocols));
    }
    return builder.sslProvider(SslProvider.JDK).build();
  }

  private static TrustManager trust(CertificateValidationContext config) {
    X509TrustManager chain = null;
    if (config.trustedCa().isPresent()) {
      chain = authorities(config.trustedCa().get().read().toByteArray());
    } else if (config.systemRootCerts()) {
      chain = manager(null);
    }
    return new NameChecker(chain, config.matchSubjectAltNames());
  }

  private static X509TrustManager authorities(byte[] pem) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(stream(pem));
      if (all.isEmpty()) {
        throw new ConfigException("No certificate in trusted_ca");
      }
      int number = 0;
      for (Certificate certificate : all) {
        store.setCertificateEntry("ca" + number++, certificate);
      }
      return manager(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigException("Cannot read trusted_ca: " + reason(e), e);
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return x509;
        }
      }
      throw new ConfigException("This JDK trusts no certificates");
    } catch (GeneralSecurityException e) {
      throw new ConfigException("Cannot trust certificates: " + reason(e), e);
    }
  }

  /** Checks the chain of a certificate, and then its names. */
  private static final class NameChecker implements X509TrustManager {
    private final @Nullable X509TrustManager chain;
    private final List<SubjectAltNameMatcher> names;

    NameChecker(@Nullable X509TrustManager chain, List<SubjectAltNameMatcher> names) {
      this.chain = chain;
      this.names = names;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type)
        throws CertificateException {
      if (chain != null) {
        chain.checkClientTrusted(certificates, type);
      }
      checkNames(certificates[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type)
        throws CertificateException {
      if (chain != null) {
        chain.checkServerTrusted(certificates, type);
      }
      checkNames(certificates[0]);
    }

    private void checkNames(X509Certificate certificate) throws CertificateException {
      if (names.isEmpty()) {
        return;
      }
      Collection<List<?>> present = certificate.getSubjectAlternativeNames();
      if (present != null) {
        for (List<?> name : present) {
          for (SubjectAltNameMatcher matcher : names) {
            if (Integer.valueOf(number(matcher.sanType())).equals(name.get(0))
                && name.get(1) instanceof String text
                && matches(matcher, text)) {
              return;
            }
          }
        }
      }
      throw new CertificateException("verify SAN list");
    }

    /** An exact name is also that of a certificate for all hosts below a domain. */
    private static boolean matches(SubjectAltNameMatcher matcher, String text) {
      if (matcher.matcher().matches(text)) {
        return true;
      }
      return matcher.sanType() == SanType.DNS
          && text.startsWith("*.")
          && matcher.matcher() instanceof io.proxywasm.proxy.config.StringMatcher.Exact exact
          && exact.value().indexOf('.') > 0
          && exact
              .value()
              .substring(exact.value().indexOf('.'))
              .equalsIgnoreCase(text.substring(1));
    }

    private static int number(SanType type) {
      return switch (type) {
        case EMAIL -> 1;
        case DNS -> 2;
        case URI -> 6;
        case IP_ADDRESS -> 7;
      };
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      List<X509Certificate> all = new ArrayList<>();
      if (chain != null) {
        all.addAll(List.of(chain.getAcceptedIssuers()));
      }
      return all.toArray(new X509Certificate[0]);
    }
  }
}
