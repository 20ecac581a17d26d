package io.proxywasm.proxy.config;

import io.proxywasm.proxy.config.HttpConnectionManager.CodecType;
import io.proxywasm.proxy.config.HttpConnectionManager.ServerHeaderTransformation;
import io.proxywasm.proxy.config.RequestOptions.StripPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads HTTP connection managers. */
final class HttpConnectionManagerReader {
  private static final String HTTP_FILTER =
      "envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter";
  private static final String ROUTER = "envoy.extensions.filters.http.router.v3.Router";
  private static final int MOST_HEADERS_KB = 8192;

  private final PluginReader plugins;
  private final AccessLogReader accessLogs;
  private final List<String> clusters;

  HttpConnectionManagerReader(
      PluginReader plugins, AccessLogReader accessLogs, List<String> clusters) {
    this.plugins = plugins;
    this.accessLogs = accessLogs;
    this.clusters = clusters;
  }

  HttpConnectionManager read(MessageInput in) {
    String statPrefix = in.requiredText("stat_prefix");
    List<HttpFilter> filters = httpFilters(in);
    Common common =
        in.message("common_http_protocol_options", ProtocolReader.COMMON, Common::read)
            .orElse(Common.DEFAULT);
    in.exactlyOneOf("route_config");
    RouteConfiguration routes =
        in.requiredMessage(
            "route_config", RouteReader.ROUTES, new RouteReader(filters, clusters)::read);
    return new HttpConnectionManager(
        statPrefix,
        in.word("codec_type", CodecType.AUTO),
        routes,
        filters,
        accessLogs.read(in),
        timeouts(in, common),
        new HttpLimits(
            in.uint32(
                "max_request_headers_kb",
                HttpLimits.DEFAULT.maxRequestHeadersKb(),
                1,
                MOST_HEADERS_KB),
            common.maxHeadersCount(),
            common.maxRequestsPerConnection()),
        in.message("http_protocol_options", ProtocolReader.HTTP1, ProtocolReader::http1)
            .orElse(Http1ProtocolOptions.DEFAULT),
        in.message("http2_protocol_options", ProtocolReader.HTTP2, ProtocolReader::http2)
            .orElse(Http2ProtocolOptions.DEFAULT),
        in.optionalText("server_name").orElse("envoy"),
        in.word("server_header_transformation", ServerHeaderTransformation.OVERWRITE),
        requestOptions(in));
  }

  private static HttpTimeouts timeouts(MessageInput in, Common common) {
    HttpTimeouts defaults = HttpTimeouts.DEFAULT;
    return new HttpTimeouts(
        in.timeout("request_timeout", defaults.request()),
        in.timeout("request_headers_timeout", defaults.requestHeaders()),
        in.timeout("stream_idle_timeout", defaults.streamIdle()),
        common.idleTimeout(),
        common.maxConnectionDuration());
  }

  private static RequestOptions requestOptions(MessageInput in) {
    RequestOptions defaults = RequestOptions.DEFAULT;
    return new RequestOptions(
        in.flag("use_remote_address", defaults.useRemoteAddress()),
        in.uint32("xff_num_trusted_hops", defaults.xffNumTrustedHops()),
        in.text("via"),
        in.flag("add_user_agent", defaults.addUserAgent()),
        in.flag("normalize_path", defaults.normalizePath()),
        in.flag("merge_slashes", defaults.mergeSlashes()),
        stripPort(in),
        in.flag("generate_request_id", defaults.generateRequestId()),
        in.flag("preserve_external_request_id", defaults.preserveExternalRequestId()),
        in.flag("always_set_request_id_in_response", defaults.alwaysSetRequestIdInResponse()));
  }

  private static StripPort stripPort(MessageInput in) {
    boolean any = in.flag("strip_any_host_port", false);
    boolean matching = in.flag("strip_matching_host_port", false);
    if (any && matching) {
      throw in.wrong(
          "strip_any_host_port",
          "only one of strip_any_host_port and strip_matching_host_port may be true");
    }
    return any ? StripPort.ANY : matching ? StripPort.MATCHING : StripPort.NONE;
  }

  private List<HttpFilter> httpFilters(MessageInput in) {
    List<Optional<HttpFilter>> all = in.requiredMessages("http_filters", HTTP_FILTER, this::filter);
    List<HttpFilter> result = new ArrayList<>();
    for (Optional<HttpFilter> filter : all.subList(0, all.size() - 1)) {
      result.add(
          filter.orElseThrow(
              () ->
                  in.wrong("http_filters", "the router ends the chain and must be the last one")));
    }
    if (all.get(all.size() - 1).isPresent()) {
      throw in.wrong("http_filters", "the last one must be the router (" + ROUTER + ")");
    }
    return result;
  }

  /** A plugin, or nothing for the router. */
  private Optional<HttpFilter> filter(MessageInput in) {
    String name = in.requiredText("name");
    boolean disabled = in.flag("disabled", false);
    Map<String, MessageReader<? extends Optional<PluginConfig>>> types =
        Map.of(
            PluginReader.HTTP_WASM,
            wasm -> Optional.of(plugins.config(wasm)),
            ROUTER,
            router -> Optional.empty());
    Optional<PluginConfig> plugin = in.<Optional<PluginConfig>>requiredTyped("typed_config", types);
    if (plugin.isEmpty() && disabled) {
      throw in.wrong("disabled", "the router cannot be disabled");
    }
    return plugin.map(config -> new HttpFilter(name, config, disabled));
  }

  /** What {@code common_http_protocol_options} says. */
  private record Common(
      Optional<Duration> idleTimeout,
      Optional<Duration> maxConnectionDuration,
      int maxHeadersCount,
      OptionalInt maxRequestsPerConnection) {
    static final Common DEFAULT =
        new Common(
            HttpTimeouts.DEFAULT.idle(),
            HttpTimeouts.DEFAULT.maxConnectionDuration(),
            HttpLimits.DEFAULT.maxHeadersCount(),
            HttpLimits.DEFAULT.maxRequestsPerConnection());

    static Common read(MessageInput in) {
      OptionalInt maxRequests = in.optionalUint32("max_requests_per_connection", 0, 0xffffffffL);
      return new Common(
          in.timeout("idle_timeout", DEFAULT.idleTimeout),
          in.timeout("max_connection_duration", DEFAULT.maxConnectionDuration),
          in.uint32("max_headers_count", DEFAULT.maxHeadersCount, 1, Integer.MAX_VALUE),
          maxRequests.orElse(0) == 0 ? OptionalInt.empty() : maxRequests);
    }
  }
}
