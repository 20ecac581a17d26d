package io.proxywasm.proxy.accesslog;

import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TlsInfo;
import io.proxywasm.host.UpstreamInfo;
import io.proxywasm.proxy.config.ConfigException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operators that tell of the connections to the client and to the upstream. */
final class ConnectionOperators {
  private static final String DOWNSTREAM = "DOWNSTREAM_";
  private static final String UPSTREAM = "UPSTREAM_";

  private ConnectionOperators() {}

  /** Makes an operator; null when there is none of that name here. */
  static @Nullable Operator make(String name, String parameter) {
    if (name.startsWith(DOWNSTREAM)) {
      String rest = name.substring(DOWNSTREAM.length());
      Operator operator = downstream(rest.startsWith("DIRECT_") ? rest.substring(7) : rest);
      return operator != null ? operator : tls(rest, info -> info.connection().tls());
    }
    if (name.startsWith(UPSTREAM)) {
      String rest = name.substring(UPSTREAM.length());
      Operator operator = upstream(rest);
      return operator != null
          ? operator
          : tls(rest, info -> info.upstream() == null ? null : info.upstream().tls());
    }
    return switch (name) {
      case "CONNECTION_ID" -> ofConnection(ConnectionInfo::id);
      case "FILTER_CHAIN_NAME" -> ofConnection(info -> notEmpty(info.filterChainName()));
      case "CONNECTION_TERMINATION_DETAILS" -> ofConnection(ConnectionInfo::terminationDetails);
      case "REQUESTED_SERVER_NAME" -> serverName(parameter);
      default -> null;
    };
  }

  private static @Nullable Operator downstream(String name) {
    return switch (name) {
      case "REMOTE_ADDRESS" -> ofConnection(ConnectionInfo::sourceAddress);
      case "REMOTE_ADDRESS_WITHOUT_PORT" -> ofConnection(info -> withoutPort(info.sourceAddress()));
      case "REMOTE_PORT" -> ofConnection(info -> port(info.sourcePort()));
      case "LOCAL_ADDRESS" -> ofConnection(ConnectionInfo::destinationAddress);
      case "LOCAL_ADDRESS_WITHOUT_PORT" ->
          ofConnection(info -> withoutPort(info.destinationAddress()));
      case "LOCAL_PORT" -> ofConnection(info -> port(info.destinationPort()));
      case "TRANSPORT_FAILURE_REASON" ->
          ofConnection(info -> notEmpty(info.transportFailureReason()));
      default -> null;
    };
  }

  private static Operator ofConnection(Function<ConnectionInfo, @Nullable Object> value) {
    return entry -> value.apply(entry.info().connection());
  }

  private static @Nullable Operator upstream(String name) {
    return switch (name) {
      case "HOST", "REMOTE_ADDRESS" -> ofUpstream(ConnectionOperators::upstreamHost);
      case "REMOTE_ADDRESS_WITHOUT_PORT" -> ofUpstream(info -> withoutPort(upstreamHost(info)));
      case "REMOTE_PORT" ->
          ofUpstream(info -> info.host() == null ? null : port(info.host().port()));
      case "LOCAL_ADDRESS" -> ofUpstream(UpstreamInfo::localAddress);
      case "LOCAL_ADDRESS_WITHOUT_PORT" -> ofUpstream(info -> withoutPort(info.localAddress()));
      case "LOCAL_PORT" -> ofUpstream(info -> portOf(info.localAddress()));
      case "TRANSPORT_FAILURE_REASON" ->
          ofUpstream(info -> notEmpty(info.transportFailureReason()));
      case "CONNECTION_POOL_READY_DURATION" ->
          ofUpstream(info -> millis(info.connectionPoolReadyNanos()));
      case "CLUSTER", "CLUSTER_RAW" ->
          entry -> entry.info().cluster() == null ? null : notEmpty(entry.info().cluster().name());
      case "REQUEST_ATTEMPT_COUNT" -> entry -> (long) entry.info().attemptCount();
      default -> null;
    };
  }

  private static Operator ofUpstream(Function<UpstreamInfo, @Nullable Object> value) {
    return entry -> {
      UpstreamInfo info = entry.info().upstream();
      return info == null ? null : value.apply(info);
    };
  }

  private static @Nullable String upstreamHost(UpstreamInfo info) {
    return info.host() == null ? null : info.host().address();
  }

  private static Operator serverName(String option) {
    if (!option.isEmpty() && !option.equals("SNI_ONLY")) {
      throw new ConfigException(
          "REQUESTED_SERVER_NAME(" + option + ") is not served; served is SNI_ONLY");
    }
    return entry -> notEmpty(entry.info().connection().requestedServerName());
  }

  private static @Nullable Operator tls(String name, Function<StreamInfo, @Nullable TlsInfo> tls) {
    return switch (name) {
      case "TLS_VERSION" -> ofTls(tls, TlsInfo::version);
      case "LOCAL_SUBJECT" -> ofTls(tls, TlsInfo::subjectLocalCertificate);
      case "PEER_SUBJECT" -> ofTls(tls, TlsInfo::subjectPeerCertificate);
      case "LOCAL_URI_SAN" -> ofTls(tls, TlsInfo::uriSanLocalCertificate);
      case "PEER_URI_SAN" -> ofTls(tls, TlsInfo::uriSanPeerCertificate);
      case "LOCAL_DNS_SAN" -> ofTls(tls, TlsInfo::dnsSanLocalCertificate);
      case "PEER_DNS_SAN" -> ofTls(tls, TlsInfo::dnsSanPeerCertificate);
      case "PEER_FINGERPRINT_256" -> ofTls(tls, TlsInfo::sha256PeerCertificateDigest);
      case "PEER_CERT" -> ofTls(tls, TlsInfo::urlEncodedPeerCertificate);
      default -> null;
    };
  }

  private static Operator ofTls(
      Function<StreamInfo, @Nullable TlsInfo> tls, Function<TlsInfo, @Nullable String> value) {
    return entry -> {
      TlsInfo known = tls.apply(entry.info());
      String text = known == null ? null : value.apply(known);
      return text == null ? null : notEmpty(text);
    };
  }

  static @Nullable Long millis(long nanos) {
    return nanos < 0 ? null : TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  static @Nullable String notEmpty(String text) {
    return text.isEmpty() ? null : Chars.ofText(text);
  }

  private static @Nullable Long port(int port) {
    return port < 0 ? null : (Long) (long) port;
  }

  private static @Nullable String withoutPort(@Nullable String address) {
    if (address == null) {
      return null;
    }
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static @Nullable Long portOf(@Nullable String address) {
    return address == null ? null : Long.valueOf(address.substring(address.lastIndexOf(':') + 1));
  }
}
