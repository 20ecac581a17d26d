package io.proxywasm.proxy.accesslog;

import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.PropertyValue;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TlsInfo;
import io.proxywasm.host.UpstreamInfo;
import io.proxywasm.proxy.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All operators by their names. Messages are Envoy's. */
final class Operators {
  /** What may stand behind the name. */
  private enum Syntax {
    COMMAND_ONLY,
    PARAMETER_OPTIONAL,
    PARAMETER_OPTIONAL_NO_LENGTH,
    PARAMETER_REQUIRED
  }

  private record Kind(Syntax syntax, Function<String, Operator> make) {}

  private static final Pattern HEADER_NAME = Pattern.compile("[!-'*-:<-~]*");
  private static final Map<String, Kind> KINDS = new HashMap<>();

  static {
    times();
    headers();
    response();
    upstream();
    downstream();
    state();
  }

  private Operators() {}

  /**
   * Makes an operator.
   *
   * @param parameter what stands in parentheses, or empty
   * @param length the number behind a colon, or -1
   * @throws ConfigException when there is none, or it is used in a wrong way
   */
  static Operator make(String name, String parameter, int length) {
    Kind kind = KINDS.get(name);
    if (kind == null) {
      throw new ConfigException("Not supported field in StreamInfo: " + name);
    }
    switch (kind.syntax) {
      case COMMAND_ONLY -> {
        if (!parameter.isEmpty() || length >= 0) {
          throw new ConfigException(name + " does not take any parameters or length");
        }
      }
      case PARAMETER_OPTIONAL_NO_LENGTH -> {
        if (length >= 0) {
          throw new ConfigException(name + " does not allow length to be specified.");
        }
      }
      case PARAMETER_REQUIRED -> {
        if (parameter.isEmpty()) {
          throw new ConfigException(name + " requires parameters");
        }
      }
      case PARAMETER_OPTIONAL -> {}
    }
    Operator operator = kind.make.apply(parameter);
    return length >= 0 ? operator.limited(length) : operator;
  }

  private static void add(String name, Operator operator) {
    KINDS.put(name, new Kind(Syntax.COMMAND_ONLY, parameter -> operator));
  }

  private static void add(String name, Syntax syntax, Function<String, Operator> make) {
    KINDS.put(name, new Kind(syntax, make));
  }

  private static void addInfo(String name, Function<StreamInfo, @Nullable Object> value) {
    add(name, entry -> value.apply(entry.info()));
  }

  private static void times() {
    add("START_TIME", Syntax.PARAMETER_OPTIONAL_NO_LENGTH, format -> startTime(format, false));
    add("START_TIME_LOCAL", Syntax.PARAMETER_OPTIONAL_NO_LENGTH, format -> startTime(format, true));
    add("EMIT_TIME", Syntax.PARAMETER_OPTIONAL_NO_LENGTH, format -> emitTime(format, false));
    add("EMIT_TIME_LOCAL", Syntax.PARAMETER_OPTIONAL_NO_LENGTH, format -> emitTime(format, true));
    addInfo("DURATION", info -> millis(info.durationNanos()));
  }

  private static Operator startTime(String format, boolean local) {
    TimeFormat time = TimeFormat.of(format, local);
    return entry -> time.format(entry.info().startTimeNanos());
  }

  private static Operator emitTime(String format, boolean local) {
    TimeFormat time = TimeFormat.of(format, local);
    return entry -> {
      Instant now = Instant.now();
      return time.format(now.getEpochSecond() * TimeUnit.SECONDS.toNanos(1) + now.getNano());
    };
  }

  private static @Nullable Long millis(long nanos) {
    return nanos < 0 ? null : TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private static void headers() {
    add("REQ", Syntax.PARAMETER_REQUIRED, names -> header(names, LogEntry::requestHeaders));
    add("RESP", Syntax.PARAMETER_REQUIRED, names -> header(names, LogEntry::responseHeaders));
    add("TRAILER", Syntax.PARAMETER_REQUIRED, names -> header(names, LogEntry::responseTrailers));
    add("PATH", Syntax.PARAMETER_OPTIONAL, Operators::path);
    add("QUERY_PARAM", Syntax.PARAMETER_REQUIRED, Operators::queryParameter);
    add("STREAM_ID", entry -> entry.requestHeaders().get("x-request-id"));
    add("REQUEST_HEADERS_BYTES", entry -> size(entry.requestHeaders()));
    add("RESPONSE_HEADERS_BYTES", entry -> size(entry.responseHeaders()));
    add("RESPONSE_TRAILERS_BYTES", entry -> size(entry.responseTrailers()));
    add("GRPC_STATUS", Syntax.PARAMETER_OPTIONAL, Operators::grpcStatus);
    add("GRPC_STATUS_NUMBER", GrpcStatusNames::number);
  }

  private static Operator header(String names, Function<LogEntry, @Nullable HeaderMap> map) {
    String[] parts = names.split("\\?", -1);
    if (parts.length > 2) {
      throw new ConfigException("More than 1 alternative header specified in token: " + names);
    }
    for (String part : parts) {
      if (!HEADER_NAME.matcher(part).matches()) {
        throw new ConfigException(
            "Invalid header configuration. Format string contains invalid characters.");
      }
    }
    String name = parts[0].toLowerCase(Locale.ROOT);
    String other = parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "";
    return entry -> {
      HeaderMap headers = map.apply(entry);
      if (headers == null) {
        return null;
      }
      String value = headers.get(name);
      return value == null && !other.isEmpty() ? headers.get(other) : value;
    };
  }

  private static Operator path(String options) {
    int colon = options.indexOf(':');
    String query = colon < 0 ? options : options.substring(0, colon);
    String which = colon < 0 ? "" : options.substring(colon + 1);
    if (!query.isEmpty() && !query.equals("WQ") && !query.equals("NQ")) {
      throw new ConfigException("Invalid PATH option: '" + query + "', only 'WQ'/'NQ' are allowed");
    }
    if (!which.isEmpty()
        && !which.equals("ORIG")
        && !which.equals("PATH")
        && !which.equals("ORIG_OR_PATH")) {
      throw new ConfigException(
          "Invalid PATH option: '" + which + "', only 'ORIG'/'PATH'/'ORIG_OR_PATH' are allowed");
    }
    boolean original = !which.equals("PATH");
    boolean current = !which.equals("ORIG");
    return entry -> {
      String path = original ? entry.requestHeaders().get("x-envoy-original-path") : null;
      if (path == null && current) {
        path = entry.requestHeaders().get(":path");
      }
      int question = path == null || !query.equals("NQ") ? -1 : path.indexOf('?');
      return path == null || question < 0 ? path : path.substring(0, question);
    };
  }

  private static Operator queryParameter(String name) {
    String wanted = Chars.ofText(name);
    return entry -> {
      String path = entry.requestHeaders().get(":path");
      int question = path == null ? -1 : path.indexOf('?');
      if (path == null || question < 0) {
        return null;
      }
      for (String pair : path.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if ((equals < 0 ? pair : pair.substring(0, equals)).equals(wanted)) {
          return equals < 0 ? "" : pair.substring(equals + 1);
        }
      }
      return null;
    };
  }

  private static Long size(@Nullable HeaderMap map) {
    return map == null ? 0L : map.byteSize();
  }

  private static Operator grpcStatus(String form) {
    return switch (form) {
      case "", "CAMEL_STRING" -> GrpcStatusNames::camel;
      case "SNAKE_STRING" -> GrpcStatusNames::snake;
      case "NUMBER" -> GrpcStatusNames::number;
      default ->
          throw new ConfigException(
              "GrpcStatusFormatter only supports CAMEL_STRING, SNAKE_STRING or NUMBER. Got: "
                  + form);
    };
  }

  private static void response() {
    addInfo("PROTOCOL", StreamInfo::protocol);
    addInfo("RESPONSE_CODE", info -> (long) Math.max(0, info.responseCode()));
    add("RESPONSE_CODE_DETAILS", Syntax.PARAMETER_OPTIONAL, Operators::codeDetails);
    addInfo("RESPONSE_FLAGS", info -> ResponseFlags.shortNames(info.responseFlags()));
    addInfo("RESPONSE_FLAGS_LONG", info -> ResponseFlags.longNames(info.responseFlags()));
    addInfo("BYTES_RECEIVED", StreamInfo::bytesReceived);
    addInfo("BYTES_SENT", StreamInfo::bytesSent);
    addInfo("ROUTE_NAME", info -> info.route() == null ? null : text(info.route().name()));
    addInfo("VIRTUAL_CLUSTER_NAME", info -> null);
    add(
        "ACCESS_LOG_TYPE",
        entry -> entry.info().protocol() == null ? "TcpConnectionEnd" : "DownstreamEnd");
    add("HOSTNAME", hostname());
    add("ENVIRONMENT", Syntax.PARAMETER_REQUIRED, Operators::environment);
  }

  private static Operator codeDetails(String option) {
    boolean blanks = option.equals("ALLOW_WHITESPACES");
    if (!blanks && !option.isEmpty()) {
      throw new ConfigException(
          "Invalid RESPONSE_CODE_DETAILS option: '"
              + option
              + "', only 'ALLOW_WHITESPACES' is allowed");
    }
    return entry -> {
      String details = entry.info().responseCodeDetails();
      return details == null || blanks ? details : details.replaceAll("\\s", "_");
    };
  }

  private static Operator environment(String name) {
    String value = System.getenv(name);
    String chars = value == null ? null : Chars.ofText(value);
    return entry -> chars;
  }

  private static Operator hostname() {
    return new Operator() {
      private volatile @Nullable String name;

      @Override
      public @Nullable Object value(LogEntry entry) {
        String known = name;
        if (known == null) {
          known = readHostname();
          name = known;
        }
        return known;
      }
    };
  }

  private static String readHostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      String name = System.getenv("HOSTNAME");
      return name == null ? "localhost" : Chars.ofText(name);
    }
  }

  private static void upstream() {
    addUpstream("UPSTREAM_HOST", Operators::upstreamHost);
    addUpstream("UPSTREAM_REMOTE_ADDRESS", Operators::upstreamHost);
    addUpstream("UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT", info -> withoutPort(upstreamHost(info)));
    addUpstream(
        "UPSTREAM_REMOTE_PORT", info -> info.host() == null ? null : port(info.host().port()));
    addUpstream("UPSTREAM_LOCAL_ADDRESS", UpstreamInfo::localAddress);
    addUpstream("UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT", info -> withoutPort(info.localAddress()));
    addUpstream("UPSTREAM_LOCAL_PORT", info -> portOf(info.localAddress()));
    addUpstream(
        "UPSTREAM_TRANSPORT_FAILURE_REASON", info -> notEmpty(info.transportFailureReason()));
    addUpstream(
        "UPSTREAM_CONNECTION_POOL_READY_DURATION", info -> millis(info.connectionPoolReadyNanos()));
    addInfo(
        "UPSTREAM_CLUSTER", info -> info.cluster() == null ? null : text(info.cluster().name()));
    addInfo(
        "UPSTREAM_CLUSTER_RAW",
        info -> info.cluster() == null ? null : text(info.cluster().name()));
    addInfo("UPSTREAM_REQUEST_ATTEMPT_COUNT", info -> (long) info.attemptCount());
    tls("UPSTREAM_", info -> info.upstream() == null ? null : info.upstream().tls());
  }

  private static void addUpstream(String name, Function<UpstreamInfo, @Nullable Object> value) {
    addInfo(name, info -> info.upstream() == null ? null : value.apply(info.upstream()));
  }

  private static @Nullable String upstreamHost(UpstreamInfo info) {
    return info.host() == null ? null : info.host().address();
  }

  private static void downstream() {
    for (String kind : new String[] {"REMOTE", "DIRECT_REMOTE"}) {
      String name = "DOWNSTREAM_" + kind;
      addConnection(name + "_ADDRESS", ConnectionInfo::sourceAddress);
      addConnection(name + "_ADDRESS_WITHOUT_PORT", info -> withoutPort(info.sourceAddress()));
      addConnection(name + "_PORT", info -> port(info.sourcePort()));
    }
    for (String kind : new String[] {"LOCAL", "DIRECT_LOCAL"}) {
      String name = "DOWNSTREAM_" + kind;
      addConnection(name + "_ADDRESS", ConnectionInfo::destinationAddress);
      addConnection(name + "_ADDRESS_WITHOUT_PORT", info -> withoutPort(info.destinationAddress()));
      addConnection(name + "_PORT", info -> port(info.destinationPort()));
    }
    addConnection("CONNECTION_ID", ConnectionInfo::id);
    addConnection("FILTER_CHAIN_NAME", info -> text(info.filterChainName()));
    addConnection("CONNECTION_TERMINATION_DETAILS", ConnectionInfo::terminationDetails);
    addConnection(
        "DOWNSTREAM_TRANSPORT_FAILURE_REASON", info -> notEmpty(info.transportFailureReason()));
    add("REQUESTED_SERVER_NAME", Syntax.PARAMETER_OPTIONAL, Operators::serverName);
    tls("DOWNSTREAM_", info -> info.connection().tls());
  }

  private static void addConnection(String name, Function<ConnectionInfo, @Nullable Object> value) {
    addInfo(name, info -> value.apply(info.connection()));
  }

  private static Operator serverName(String option) {
    if (!option.isEmpty() && !option.equals("SNI_ONLY")) {
      throw new ConfigException(
          "REQUESTED_SERVER_NAME(" + option + ") is not served; served is SNI_ONLY");
    }
    return entry -> notEmpty(entry.info().connection().requestedServerName());
  }

  private static void tls(String prefix, Function<StreamInfo, @Nullable TlsInfo> tls) {
    addTls(prefix + "TLS_VERSION", tls, TlsInfo::version);
    addTls(prefix + "LOCAL_SUBJECT", tls, TlsInfo::subjectLocalCertificate);
    addTls(prefix + "PEER_SUBJECT", tls, TlsInfo::subjectPeerCertificate);
    addTls(prefix + "LOCAL_URI_SAN", tls, TlsInfo::uriSanLocalCertificate);
    addTls(prefix + "PEER_URI_SAN", tls, TlsInfo::uriSanPeerCertificate);
    addTls(prefix + "LOCAL_DNS_SAN", tls, TlsInfo::dnsSanLocalCertificate);
    addTls(prefix + "PEER_DNS_SAN", tls, TlsInfo::dnsSanPeerCertificate);
    addTls(prefix + "PEER_FINGERPRINT_256", tls, TlsInfo::sha256PeerCertificateDigest);
    addTls(prefix + "PEER_CERT", tls, TlsInfo::urlEncodedPeerCertificate);
  }

  private static void addTls(
      String name,
      Function<StreamInfo, @Nullable TlsInfo> tls,
      Function<TlsInfo, @Nullable String> value) {
    addInfo(
        name,
        info -> {
          TlsInfo known = tls.apply(info);
          String text = known == null ? null : value.apply(known);
          return text == null ? null : text(text);
        });
  }

  private static void state() {
    add("FILTER_STATE", Syntax.PARAMETER_OPTIONAL, Operators::filterState);
    add("DYNAMIC_METADATA", Syntax.PARAMETER_REQUIRED, Operators::dynamicMetadata);
  }

  private static Operator filterState(String parameter) {
    if (parameter.isEmpty()) {
      throw new ConfigException("Invalid filter state configuration, key cannot be empty.");
    }
    String[] parts = parameter.split(":", -1);
    String type = parts.length > 1 ? parts[1] : "TYPED";
    if (type.equals("FIELD")) {
      throw new ConfigException("FILTER_STATE with FIELD is not served; served are PLAIN, TYPED");
    }
    if (parts.length > 2) {
      throw new ConfigException(
          "Invalid filter state serialize type, FIELD should be used with the field name.");
    }
    if (!type.equals("PLAIN") && !type.equals("TYPED")) {
      throw new ConfigException(
          "Invalid filter state serialize type, only support PLAIN/TYPED/FIELD.");
    }
    String key = parts[0];
    return type.equals("PLAIN")
        ? entry -> PropertyJson.plain(entry.info().filterState().get(key))
        : entry -> PropertyJson.typed(entry.info().filterState().get(key));
  }

  private static Operator dynamicMetadata(String parameter) {
    String[] path = Chars.ofText(parameter).split(":", -1);
    return entry -> {
      PropertyValue value = entry.info().dynamicMetadata().get(path[0]);
      for (int i = 1; i < path.length; i++) {
        value = value instanceof PropertyValue.Fields fields ? fields.values().get(path[i]) : null;
      }
      return PropertyJson.metadata(value);
    };
  }

  private static @Nullable String notEmpty(String text) {
    return text.isEmpty() ? null : Chars.ofText(text);
  }

  private static @Nullable String text(String text) {
    return notEmpty(text);
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
