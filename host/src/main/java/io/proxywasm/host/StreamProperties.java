package io.proxywasm.host;

import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code proxy_get_property} and {@code proxy_set_property}, as Envoy serves them. A path's
 * segments are separated by zero chars. Who asks for a group ({@code request}, {@code xds}, ...) as
 * a whole learns that it cannot be written down.
 */
final class StreamProperties {
  /** What a property set by a plugin is called in the filter state, before its own name. */
  private static final String PLUGIN_STATE = "wasm.";

  /** What is there, but cannot be read as a whole. */
  private static final PropertyValue UNREADABLE = new PropertyValue.Null();

  private static final PropertyValue NO_TEXT = new PropertyValue.Text("");

  private StreamProperties() {}

  /** Gives the bytes of a property and returns the number of a status. */
  static int get(Context context, String path, Output out) {
    return get(new ContextProperties(context), path, out);
  }

  static int get(PropertySource source, String path, Output out) {
    PropertyValue value = find(source, path);
    if (value == null) {
      return Status.NOT_FOUND.code();
    }
    if (value instanceof PropertyValue.Text text) {
      out.text(text.chars());
      return Status.OK.code();
    }
    byte[] bytes = PropertyBytes.of(value);
    if (bytes == null) {
      return Status.SERIALIZATION_FAILURE.code();
    }
    out.bytes(bytes);
    return Status.OK.code();
  }

  /** Sets a property of the plugin's own making, for itself and for other plugins. */
  static int set(Context context, String path, byte[] value) {
    DeclaredProperty declared = context.root().declared(path);
    return set(context.info(), declared, path, value);
  }

  static int set(
      @Nullable StreamInfo info, @Nullable DeclaredProperty declared, String path, byte[] value) {
    if (info == null) {
      return Status.NOT_FOUND.code();
    }
    return info.filterState()
        .setByPlugin(
            PLUGIN_STATE + path,
            value,
            declared == null ? FilterState.LifeSpan.STREAM : declared.span(),
            declared != null && declared.readOnly())
        .code();
  }

  /** The segments of a path one after the other. As in Envoy, a zero char at the end is nothing. */
  private static final class Segments {
    private final String path;
    private int next;

    Segments(String path) {
      this.path = path;
    }

    boolean hasNext() {
      return next < path.length();
    }

    String next() {
      int end = path.indexOf('\0', next);
      String segment = end < 0 ? path.substring(next) : path.substring(next, end);
      next = end < 0 ? path.length() : end + 1;
      return segment;
    }
  }

  static @Nullable PropertyValue find(PropertySource source, String path) {
    Segments segments = new Segments(path);
    if (!segments.hasNext()) {
      return UNREADABLE;
    }
    PropertyValue value = top(source, segments.next(), segments);
    while (value != null && segments.hasNext()) {
      value = inside(value, segments.next());
    }
    return value;
  }

  private static @Nullable PropertyValue inside(PropertyValue value, String name) {
    if (value instanceof PropertyValue.Fields fields) {
      return fields.values().get(name);
    }
    if (value instanceof PropertyValue.Message message) {
      return message.field(name);
    }
    if (value instanceof PropertyValue.Items items) {
      int index = index(name);
      return index < 0 || index >= items.values().size() ? null : items.values().get(index);
    }
    return null;
  }

  private static int index(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static @Nullable PropertyValue top(
      PropertySource source, String name, Segments segments) {
    StreamInfo info = source.info();
    return switch (name) {
      case "plugin_name" -> new PropertyValue.Text(source.pluginName());
      case "plugin_root_id" -> new PropertyValue.Text(source.pluginRootId());
      case "plugin_vm_id" -> new PropertyValue.Text(source.pluginVmId());
      case "xds" -> segments.hasNext() ? xds(source, info, segments.next()) : UNREADABLE;
      default -> info == null ? null : ofStream(source, info, name, segments);
    };
  }

  private static @Nullable PropertyValue ofStream(
      PropertySource source, StreamInfo info, String name, Segments segments) {
    return switch (name) {
      case "metadata" -> PropertyValue.metadata(info.dynamicMetadata());
      case "connection_id" -> new PropertyValue.Int(info.connection().id());
      case "request",
          "response",
          "connection",
          "upstream",
          "source",
          "destination",
          "filter_state" ->
          segments.hasNext() ? ofGroup(source, info, name, segments) : UNREADABLE;
      case "upstream_filter_state" -> upstreamState(info, segments);
      default -> setByPlugin(info, name);
    };
  }

  private static @Nullable PropertyValue ofGroup(
      PropertySource source, StreamInfo info, String group, Segments segments) {
    ConnectionInfo connection = info.connection();
    String name = segments.next();
    return switch (group) {
      case "request" -> request(source, info, name, segments);
      case "response" -> response(source, info, name, segments);
      case "connection" -> connection(connection, name);
      case "upstream" -> upstream(info, name);
      case "source" -> peer(connection.sourceAddress(), connection.sourcePort(), name);
      case "destination" ->
          peer(connection.destinationAddress(), connection.destinationPort(), name);
      default -> state(info.filterStateOrNull(), name);
    };
  }

  /** A message of a host that nobody has configured is there in Envoy, but cannot be read. */
  private static PropertyValue orUnreadable(PropertyValue.Message message) {
    byte[] bytes = PropertyBytes.of(message);
    return bytes == null || bytes.length == 0 ? UNREADABLE : message;
  }

  private static @Nullable PropertyValue upstreamState(StreamInfo info, Segments segments) {
    UpstreamInfo upstream = info.upstream();
    if (upstream == null) {
      return null;
    }
    FilterState state = upstream.filterStateOrNull();
    return !segments.hasNext() ? UNREADABLE : state == null ? null : state.get(segments.next());
  }

  private static @Nullable PropertyValue setByPlugin(StreamInfo info, String name) {
    String key = PLUGIN_STATE + name;
    PropertyValue value = state(info.filterStateOrNull(), key);
    UpstreamInfo upstream = info.upstream();
    return value != null || upstream == null ? value : state(upstream.filterStateOrNull(), key);
  }

  private static @Nullable PropertyValue state(@Nullable FilterState state, String name) {
    return state == null ? null : state.get(name);
  }

  private static @Nullable PropertyValue request(
      PropertySource source, StreamInfo info, String name, Segments segments) {
    HeaderMap headers = source.requestHeaders();
    return switch (name) {
      case "headers" -> headers(headers, segments, true);
      case "headers_bytes" -> new PropertyValue.Int(byteSize(headers));
      case "time" -> new PropertyValue.Timestamp(info.startTimeNanos());
      case "size" -> requestSize(headers, info);
      case "total_size" -> new PropertyValue.Int(info.bytesReceived() + byteSize(headers));
      case "duration" -> duration(info.durationNanos());
      case "protocol" -> text(info.protocol());
      default -> headers == null ? null : requestLine(headers, name);
    };
  }

  private static @Nullable PropertyValue requestLine(HeaderMap headers, String name) {
    return switch (name) {
      case "path" -> text(headers.get(":path"));
      case "url_path" -> urlPath(headers.get(":path"));
      case "query" -> query(headers.get(":path"));
      case "host" -> text(headers.get(":authority"));
      case "scheme" -> text(headers.get(":scheme"));
      case "method" -> text(headers.get(":method"));
      case "referer" -> text(headers.get("referer"));
      case "useragent" -> text(headers.get("user-agent"));
      case "id" -> text(headers.get("x-request-id"));
      default -> null;
    };
  }

  private static PropertyValue urlPath(@Nullable String path) {
    if (path == null) {
      return NO_TEXT;
    }
    int query = path.indexOf('?');
    return new PropertyValue.Text(query < 0 ? path : path.substring(0, query));
  }

  private static PropertyValue query(@Nullable String path) {
    int start = path == null ? -1 : path.indexOf('?');
    if (path == null || start < 0) {
      return NO_TEXT;
    }
    int fragment = path.indexOf('#', start);
    return new PropertyValue.Text(
        fragment < 0 ? path.substring(start + 1) : path.substring(start + 1, fragment));
  }

  private static @Nullable PropertyValue requestSize(@Nullable HeaderMap headers, StreamInfo info) {
    String length = headers == null ? null : headers.get("content-length");
    if (length == null) {
      return new PropertyValue.Int(info.bytesReceived());
    }
    try {
      return new PropertyValue.Int(Long.parseLong(length.strip()));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable PropertyValue response(
      PropertySource source, StreamInfo info, String name, Segments segments) {
    HeaderMap headers = source.responseHeaders();
    HeaderMap trailers = source.responseTrailers();
    return switch (name) {
      case "code" -> info.responseCode() < 0 ? null : new PropertyValue.Int(info.responseCode());
      case "code_details" -> text(info.responseCodeDetails());
      case "flags" -> new PropertyValue.Int(info.responseFlags());
      case "grpc_status" -> grpcStatus(headers, trailers, info.responseCode());
      case "headers" -> headers(headers, segments, false);
      case "headers_bytes" -> new PropertyValue.Int(byteSize(headers));
      case "trailers" -> headers(trailers, segments, false);
      case "size" -> new PropertyValue.Int(info.bytesSent());
      case "total_size" ->
          new PropertyValue.Int(info.bytesSent() + byteSize(headers) + byteSize(trailers));
      case "backend_latency" -> duration(info.backendLatencyNanos());
      default -> null;
    };
  }

  private static @Nullable PropertyValue grpcStatus(
      @Nullable HeaderMap headers, @Nullable HeaderMap trailers, int responseCode) {
    String text = trailers == null ? null : trailers.get("grpc-status");
    if ((text == null || text.isEmpty()) && headers != null) {
      text = headers.get("grpc-status");
    }
    if (text != null && !text.isEmpty()) {
      int code = index(text);
      return new PropertyValue.Int(code > 16 ? -1 : Math.max(code, -1));
    }
    return responseCode < 0 ? null : new PropertyValue.Int(grpcStatusOfHttp(responseCode));
  }

  private static int grpcStatusOfHttp(int code) {
    return switch (code) {
      case 400 -> 13; // INTERNAL
      case 401 -> 16; // UNAUTHENTICATED
      case 403 -> 7; // PERMISSION_DENIED
      case 404 -> 12; // UNIMPLEMENTED
      case 429, 502, 503, 504 -> 14; // UNAVAILABLE
      default -> 2; // UNKNOWN
    };
  }

  private static @Nullable PropertyValue connection(ConnectionInfo connection, String name) {
    TlsInfo tls = connection.tls();
    return switch (name) {
      case "id" -> new PropertyValue.Int(connection.id());
      case "mtls" -> new PropertyValue.Bool(tls != null && tls.peerCertificatePresented());
      case "requested_server_name" -> new PropertyValue.Text(connection.requestedServerName());
      case "termination_details" -> text(connection.terminationDetails());
      case "transport_failure_reason" ->
          connection.transportFailureReason().isEmpty()
              ? null
              : text(connection.transportFailureReason());
      default -> tls == null ? null : tls(tls, name);
    };
  }

  private static @Nullable PropertyValue tls(TlsInfo tls, String name) {
    return switch (name) {
      case "tls_version" -> text(tls.version());
      case "subject_local_certificate" -> utf8(tls.subjectLocalCertificate());
      case "subject_peer_certificate" -> utf8(tls.subjectPeerCertificate());
      case "uri_san_local_certificate" -> utf8(tls.uriSanLocalCertificate());
      case "uri_san_peer_certificate" -> utf8(tls.uriSanPeerCertificate());
      case "dns_san_local_certificate" -> utf8(tls.dnsSanLocalCertificate());
      case "dns_san_peer_certificate" -> utf8(tls.dnsSanPeerCertificate());
      case "sha256_peer_certificate_digest" -> text(tls.sha256PeerCertificateDigest());
      case "peer_certificate" -> text(tls.urlEncodedPeerCertificate());
      default -> null;
    };
  }

  private static @Nullable PropertyValue upstream(StreamInfo info, String name) {
    if (name.equals("request_attempt_count")) {
      return new PropertyValue.Int(info.attemptCount());
    }
    if (name.equals("num_endpoints")) {
      ClusterInfo cluster = info.cluster();
      return cluster == null ? null : new PropertyValue.Int(cluster.endpoints().getAsInt());
    }
    UpstreamInfo upstream = info.upstream();
    if (upstream == null) {
      return null;
    }
    UpstreamInfo.Host host = upstream.host();
    TlsInfo tls = upstream.tls();
    return switch (name) {
      case "address" -> host == null ? null : text(host.address());
      case "port" -> host == null || host.port() < 0 ? null : new PropertyValue.Int(host.port());
      case "local_address" -> text(upstream.localAddress());
      case "locality" -> host == null ? null : host.locality();
      case "transport_failure_reason" -> text(upstream.transportFailureReason());
      case "cx_pool_ready_duration" -> duration(upstream.connectionPoolReadyNanos());
      default -> tls == null ? null : tls(tls, name);
    };
  }

  private static @Nullable PropertyValue peer(String address, int port, String name) {
    return switch (name) {
      case "address" -> text(address);
      case "port" -> port < 0 ? null : new PropertyValue.Int(port);
      default -> null;
    };
  }

  private static @Nullable PropertyValue xds(
      PropertySource source, @Nullable StreamInfo info, String name) {
    if (name.equals("node")) {
      return source.node();
    }
    return info == null ? null : xds(info, name);
  }

  private static @Nullable PropertyValue xds(StreamInfo info, String name) {
    RouteInfo route = info.route();
    ClusterInfo cluster = info.cluster();
    UpstreamInfo upstream = info.upstream();
    UpstreamInfo.Host host = upstream == null ? null : upstream.host();
    ListenerInfo listener = info.connection().listener();
    return switch (name) {
      case "cluster_name" -> cluster == null ? null : utf8(cluster.name());
      case "cluster_metadata" -> cluster == null ? null : cluster.metadata();
      case "route_name" -> route == null ? null : utf8(route.name());
      case "route_metadata" -> route == null ? null : route.metadata();
      case "virtual_host_name" -> route == null ? null : utf8(route.virtualHostName());
      case "virtual_host_metadata" -> route == null ? null : route.virtualHostMetadata();
      case "upstream_host_metadata" -> host == null ? null : orUnreadable(host.metadata());
      case "upstream_host_locality_metadata" ->
          host == null ? null : orUnreadable(host.localityMetadata());
      case "filter_chain_name" -> utf8(info.connection().filterChainName());
      case "listener_metadata" -> listener.metadata();
      case "listener_direction" -> new PropertyValue.Int(listener.direction());
      default -> null;
    };
  }

  /** A header when one is asked for, else all of them with their values joined by commas. */
  private static @Nullable PropertyValue headers(
      @Nullable HeaderMap headers, Segments segments, boolean request) {
    if (segments.hasNext()) {
      String name = Names.lowerCase(segments.next());
      // Envoy has the two in one place.
      boolean host = request && name.equals("host");
      return headers == null ? null : joined(headers, host ? ":authority" : name);
    }
    Map<String, PropertyValue> all = new LinkedHashMap<>();
    for (int i = 0; headers != null && i < headers.size(); i++) {
      String name = headers.name(i);
      PropertyValue value = all.containsKey(name) ? null : joined(headers, name);
      if (value != null) {
        all.put(name, value);
      }
    }
    return new PropertyValue.Fields(all);
  }

  private static @Nullable PropertyValue joined(HeaderMap headers, String name) {
    int first = headers.indexOf(name);
    if (first < 0) {
      return null;
    }
    StringBuilder more = null;
    for (int i = first + 1; i < headers.size(); i++) {
      if (headers.name(i).equals(name)) {
        more = more == null ? new StringBuilder(headers.value(first)) : more;
        more.append(',').append(headers.value(i));
      }
    }
    return new PropertyValue.Text(more == null ? headers.value(first) : more.toString());
  }

  private static long byteSize(@Nullable HeaderMap headers) {
    return headers == null ? 0 : headers.byteSize();
  }

  private static @Nullable PropertyValue duration(long nanos) {
    return nanos < 0 ? null : new PropertyValue.Duration(nanos);
  }

  /** A text of which each char is a byte. */
  private static @Nullable PropertyValue text(@Nullable String chars) {
    return chars == null ? null : new PropertyValue.Text(chars);
  }

  private static @Nullable PropertyValue utf8(@Nullable String text) {
    return text == null ? null : PropertyValue.utf8(text);
  }
}
