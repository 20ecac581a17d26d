package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.proxywasm.proxy.config.CertificateValidationContext.SanType;
import io.proxywasm.proxy.config.CertificateValidationContext.SubjectAltNameMatcher;
import io.proxywasm.proxy.config.CommonTlsContext.TlsVersion;
import io.proxywasm.proxy.config.HeaderValueOption.AppendAction;
import io.proxywasm.proxy.config.Listener.TrafficDirection;
import io.proxywasm.proxy.config.PluginConfig.FailurePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProxyConfigReaderTest {
  private static final Path NULL = Path.of("/dev/null");

  private static ProxyConfig full() {
    return TestConfigs.read("full.yaml");
  }

  private static HttpConnectionManager manager(ProxyConfig config) {
    return (HttpConnectionManager) config.listeners().get(0).filterChains().get(0).terminal();
  }

  private static VirtualHost host(ProxyConfig config) {
    return manager(config).routeConfig().virtualHosts().get(0);
  }

  private static Route route(int index) {
    return host(full()).routes().get(index);
  }

  private static RouteAction action(int index) {
    return (RouteAction) route(index).action();
  }

  private static Metadata metadata(String filter, String key, Value value) {
    return new Metadata(Map.of(filter, new Value.Struct(Map.of(key, value))));
  }

  private static HeaderValueOption header(String key, String value, AppendAction action) {
    return new HeaderValueOption(key, value, action, false);
  }

  private static Code.Local file(String name) {
    return new Code.Local(new DataSource.File(Path.of(name)));
  }

  private static Bytes configuration(HttpFilter filter) {
    return filter.plugin().configuration();
  }

  @Test
  void shouldReadTheNodeAndTheRest() {
    ProxyConfig config = full();

    assertThat(config.node().id()).isEqualTo("edge-1");
    assertThat(config.node().cluster()).isEqualTo("edge");
    assertThat(config.node().locality()).isEqualTo(new Locality("eu", "a", "a1"));
    assertThat(config.node().metadata().fields())
        .containsEntry("team", new Value.Text("web"))
        .containsKey("io.proxywasm");
    assertThat(config.admin())
        .contains(
            new Admin(
                new Address("127.0.0.1", 9901),
                List.of(
                    new AccessLog.Stdout(LogFormat.DEFAULT),
                    new AccessLog.File(NULL, LogFormat.DEFAULT))));
    assertThat(config.statsFlushInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.statsTags())
        .containsExactly(
            new StatsTag("source", new StatsTag.Extractor(Regex.of("_source=([a-z]+)"))),
            new StatsTag("place", new StatsTag.Fixed("edge")));
    assertThat(config.wasmServices())
        .containsExactly(
            new WasmService(
                PluginConfig.of("clock", VmConfig.of(file("plugins/clock.wasm")), Bytes.EMPTY),
                true));
  }

  @Test
  void shouldReadListeners() {
    Listener web = full().listeners().get(0);
    Listener bytes = full().listeners().get(1);

    assertThat(web.name()).isEqualTo("web");
    assertThat(web.address()).isEqualTo(new Address("0.0.0.0", 8080)).hasToString("0.0.0.0:8080");
    assertThat(web.perConnectionBufferLimitBytes()).isEqualTo(32768);
    assertThat(web.statPrefix()).isEqualTo("web");
    assertThat(web.trafficDirection()).isEqualTo(TrafficDirection.INBOUND);
    assertThat(web.enableReusePort()).isFalse();
    assertThat(web.tlsInspector()).isFalse();
    assertThat(web.metadata())
        .isEqualTo(metadata("envoy.listener", "tier", new Value.Text("front")));
    assertThat(web.accessLog())
        .containsExactly(
            new AccessLog.Stderr(new LogFormat.Text("%START_TIME% connection\n", false)));
    FilterChain chain = web.filterChains().get(0);
    assertThat(chain.name()).isEqualTo("plain");
    assertThat(chain.match()).isEqualTo(FilterChainMatch.ANY);
    assertThat(chain.tls()).isEmpty();
    assertThat(chain.transportSocketConnectTimeout()).contains(Duration.ofSeconds(3));
    PluginConfig tap = chain.networkFilters().get(0);
    assertThat(tap.vmConfig().code())
        .isEqualTo(
            new Code.Local(
                new DataSource.Inline(Bytes.of(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0}))));
    assertThat(tap.limits().callbackTimeout()).contains(Duration.ofMillis(500));
    assertThat(bytes.address()).hasToString("[::1]:9000");
    assertThat(bytes.perConnectionBufferLimitBytes()).isEqualTo(1 << 20);
    assertThat(bytes.filterChains().get(0).terminal())
        .isEqualTo(
            new TcpProxy(
                "bytes",
                new ClusterSpecifier.Weighted(
                    List.of(
                        new ClusterSpecifier.Weight("plain", 1, HeaderMutations.NONE, Map.of()),
                        new ClusterSpecifier.Weight("secure", 3, HeaderMutations.NONE, Map.of()))),
                Optional.empty(),
                3,
                List.of(new AccessLog.File(NULL, LogFormat.DEFAULT))));
  }

  @Test
  void shouldReadConnectionManagers() {
    HttpConnectionManager manager = manager(full());

    assertThat(manager.codecType()).isEqualTo(HttpConnectionManager.CodecType.HTTP1);
    assertThat(manager.serverName()).isEqualTo("proxy");
    assertThat(manager.serverHeaderTransformation())
        .isEqualTo(HttpConnectionManager.ServerHeaderTransformation.APPEND_IF_ABSENT);
    assertThat(manager.timeouts())
        .isEqualTo(
            new HttpTimeouts(
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofSeconds(5)),
                Optional.of(Duration.ofSeconds(60)),
                Optional.of(Duration.ofSeconds(120)),
                Optional.of(Duration.ofHours(1))));
    assertThat(manager.limits()).isEqualTo(new HttpLimits(96, 200, OptionalInt.of(1000)));
    assertThat(manager.http1()).isEqualTo(new Http1ProtocolOptions(true, true, "old.example.com"));
    assertThat(manager.http2())
        .isEqualTo(new Http2ProtocolOptions(100, 65536, 1048576, true, true));
    assertThat(manager.requestOptions())
        .isEqualTo(
            new RequestOptions(
                true,
                1,
                "proxy",
                true,
                true,
                true,
                RequestOptions.StripPort.ANY,
                false,
                true,
                true));
    assertThat(manager.accessLog().get(0))
        .isEqualTo(
            new AccessLog.File(
                NULL,
                new LogFormat.Json(
                    new Value.Struct(
                        Map.of(
                            "status",
                            new Value.Text("%RESPONSE_CODE%"),
                            "nested",
                            new Value.Struct(Map.of("id", new Value.Text("%REQ(X-REQUEST-ID)%"))))),
                    true)));
    assertThat(manager.accessLog().get(1))
        .asInstanceOf(type(AccessLog.Wasm.class))
        .extracting(log -> log.plugin().name())
        .isEqualTo("audit");
    assertThat(manager.httpFilters())
        .extracting(HttpFilter::name, HttpFilter::disabled)
        .containsExactly(tuple("auth", false), tuple("rewrite", true));
  }

  @Test
  void shouldUseEnvoysDefaultsWhenNothingIsSaid() {
    ProxyConfig config = TestConfigs.read("base.yaml");

    assertThat(manager(config))
        .isEqualTo(
            HttpConnectionManager.builder("web", manager(config).routeConfig())
                .httpFilter(manager(config).httpFilters().get(0))
                .build());
    assertThat(config.listeners().get(0))
        .isEqualTo(
            Listener.of(
                "web", new Address("127.0.0.1", 8080), FilterChain.of(List.of(), manager(config))));
    assertThat(config.clusters())
        .containsExactly(
            Cluster.of(
                "up",
                Cluster.DiscoveryType.STATIC,
                new Address("10.0.0.1", 80),
                Cluster.UpstreamHttp.HTTP1));
    assertThat(host(config))
        .isEqualTo(
            VirtualHost.any(
                "all",
                List.of(
                    Route.of(RouteMatch.prefix("/a"), new DirectResponseAction(200, Bytes.EMPTY)),
                    Route.of(RouteMatch.prefix("/"), RouteAction.to("up")))));
    assertThat(manager(config).httpFilters().get(0).plugin())
        .isEqualTo(PluginConfig.of("auth", VmConfig.of(file("auth.wasm")), Bytes.EMPTY));
    assertThat(config)
        .isEqualTo(
            ProxyConfig.builder()
                .node(new Node("edge", "", Value.Struct.EMPTY, Locality.UNKNOWN))
                .admin(new Admin(new Address("127.0.0.1", 9901), List.of()))
                .listener(config.listeners().get(0))
                .cluster(config.clusters().get(0))
                .json(config.json())
                .build());
  }

  @Test
  void shouldReadPlugins() {
    List<HttpFilter> filters = manager(full()).httpFilters();

    assertThat(filters.get(0).plugin())
        .isEqualTo(
            new PluginConfig(
                "auth",
                "auth_root",
                new VmConfig(
                    "auth_vm",
                    new Code.Remote(
                        "https://plugins.example.com/auth.wasm",
                        "secure",
                        Duration.ofSeconds(10),
                        "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                        3,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(4)),
                    Bytes.of(new byte[] {1, 2, 3}),
                    Map.of("MODE", "strict", "SHELL_OF_TEST", "sh"),
                    true,
                    true),
                Bytes.utf8("{\"allow\": true}"),
                FailurePolicy.FAIL_RELOAD,
                Duration.ofSeconds(2),
                Set.of("proxy_log", "proxy_on_request_headers"),
                false,
                new PluginLimits(
                    Optional.of(Duration.ofSeconds(1)),
                    OptionalLong.of(64 << 20),
                    OptionalInt.of(100))));
    assertThat(filters.get(1).plugin().failurePolicy()).isEqualTo(FailurePolicy.FAIL_OPEN_AT_ONCE);
    assertThat(filters.get(1).plugin().limits()).isEqualTo(PluginLimits.NONE);
  }

  @Test
  void shouldReadAFieldThatIsNewerThanEnvoysClasses() {
    ProxyConfig config =
        TestConfigs.readChanged(
            "config: {name: auth", "config: {allow_on_headers_stop_iteration: true, name: auth");
    assertThat(manager(config).httpFilters().get(0).plugin().allowOnHeadersStopIteration())
        .isTrue();
  }

  @Test
  void shouldReadHeadersAtEveryLevel() {
    RouteConfiguration routes = manager(full()).routeConfig();

    assertThat(routes.headers())
        .isEqualTo(
            new HeaderMutations(
                List.of(
                    header(
                        "x-all",
                        "%DOWNSTREAM_REMOTE_ADDRESS%",
                        AppendAction.APPEND_IF_EXISTS_OR_ADD)),
                List.of("x-secret"),
                List.of(
                    new HeaderValueOption(
                        "x-served-by", "proxy", AppendAction.OVERWRITE_IF_EXISTS_OR_ADD, true)),
                List.of("x-powered-by")));
    assertThat(routes.mostSpecificHeaderMutationsWins()).isTrue();
    assertThat(routes.ignorePortInHostMatching()).isTrue();
    assertThat(routes.metadata()).isEqualTo(metadata("routes", "version", new Value.Num(7)));
    assertThat(host(full()).headers().requestHeadersToAdd())
        .containsExactly(header("x-host", "example", AppendAction.OVERWRITE_IF_EXISTS_OR_ADD));
    assertThat(host(full()).domains()).containsExactly("example.com", "*.example.com", "example.*");
    assertThat(host(full()).metadata()).isEqualTo(metadata("host", "kind", new Value.Text("main")));
    assertThat(route(0).headers())
        .isEqualTo(
            new HeaderMutations(
                List.of(header("x-route", "exact", AppendAction.APPEND_IF_EXISTS_OR_ADD)),
                List.of("x-a"),
                List.of(header("x-b", "b", AppendAction.ADD_IF_ABSENT)),
                List.of("x-c")));
    assertThat(route(0).name()).isEqualTo("exact");
    assertThat(route(0).metadata()).isEqualTo(metadata("route", "owner", new Value.Text("web")));
  }

  @Test
  void shouldReadMatches() {
    RouteMatch match = route(0).match();

    assertThat(match.path()).isEqualTo(new PathMatcher.Exact("/exact", false));
    assertThat(match.headers())
        .containsExactly(
            text("x-exact", new StringMatcher.Exact("a", true)),
            text("x-prefix", new StringMatcher.Prefix("a", false)),
            text("x-suffix", new StringMatcher.Suffix("a", false)),
            text("x-contains", new StringMatcher.Contains("a", false)),
            text("x-regex", new StringMatcher.SafeRegex(Regex.of("a+"))),
            new HeaderMatcher("x-range", new HeaderMatcher.Range(-5, 10), false, false),
            new HeaderMatcher("x-absent", new HeaderMatcher.Present(true), true, false),
            new HeaderMatcher(
                "x-empty",
                new HeaderMatcher.Text(new StringMatcher.Exact("", false)),
                false,
                true));
    assertThat(match.queryParameters())
        .containsExactly(
            new QueryParameterMatcher("q", Optional.of(new StringMatcher.Exact("a", false)), true),
            new QueryParameterMatcher("p", Optional.empty(), true));
    assertThat(route(1).match().path())
        .isEqualTo(new PathMatcher.SafeRegex(Regex.of("/v[0-9]+/.*")));
    assertThat(route(2).match().path())
        .isEqualTo(new PathMatcher.PathSeparatedPrefix("/api", true));
    assertThat(route(3).match()).isEqualTo(RouteMatch.prefix("/health"));
  }

  private static HeaderMatcher text(String name, StringMatcher matcher) {
    return new HeaderMatcher(name, new HeaderMatcher.Text(matcher), false, false);
  }

  @Test
  void shouldReadActions() {
    assertThat(action(0))
        .isEqualTo(
            new RouteAction(
                new ClusterSpecifier.Single("plain"),
                404,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(7)),
                Optional.of(new RouteAction.PrefixRewrite("/new")),
                Optional.of(new RouteAction.HostRewriteLiteral("internal.example.com")),
                Optional.of(
                    new RetryPolicy(
                        Set.of(
                            RetryPolicy.On.SERVER_ERROR,
                            RetryPolicy.On.CONNECT_FAILURE,
                            RetryPolicy.On.RETRIABLE_STATUS_CODES),
                        2,
                        Optional.of(Duration.ofSeconds(1)),
                        Set.of(418, 425),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1)))));
    assertThat(action(1).cluster())
        .asInstanceOf(type(ClusterSpecifier.Weighted.class))
        .satisfies(
            weighted -> {
              assertThat(weighted.clusters())
                  .extracting(ClusterSpecifier.Weight::weight)
                  .containsExactly(80, 20);
              assertThat(weighted.clusters().get(0).headers().responseHeadersToRemove())
                  .containsExactly("x-d");
            });
    assertThat(action(1).timeout()).contains(Duration.ofSeconds(15));
    assertThat(action(1).idleTimeout()).isEmpty();
    assertThat(action(1).hostRewrite()).contains(new RouteAction.AutoHostRewrite());
    assertThat(action(1).pathRewrite())
        .contains(new RouteAction.RegexRewrite(Regex.of("^/v([0-9]+)/"), "/\\1/"));
    assertThat(action(2).cluster()).isEqualTo(new ClusterSpecifier.Header("x-cluster"));
    assertThat(action(2).hostRewrite()).contains(new RouteAction.HostRewriteHeader("x-other-host"));
    assertThat(route(3).action()).isEqualTo(new DirectResponseAction(200, Bytes.utf8("ok")));
    assertThat(route(4).action())
        .isEqualTo(
            new RedirectAction(
                Optional.of("https"),
                Optional.of("new.example.com"),
                OptionalInt.of(8443),
                Optional.of(new RedirectAction.PathRedirect("/new")),
                308,
                true));
    assertThat(manager(full()).routeConfig().virtualHosts().get(1).routes().get(0).action())
        .isEqualTo(
            new RedirectAction(
                Optional.of("https"),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(new RedirectAction.PrefixRewrite("/moved")),
                301,
                false));
  }

  @Test
  void shouldReadClusters() {
    Cluster plain = full().clusters().get(0);
    Cluster secure = full().clusters().get(1);

    assertThat(plain)
        .isEqualTo(
            new Cluster(
                "plain",
                "plain_stats",
                Cluster.DiscoveryType.STATIC,
                List.of(
                    new LocalityLbEndpoints(
                        new Locality("eu", "", ""),
                        List.of(
                            new LbEndpoint(
                                new Address("10.0.0.1", 80),
                                "one.internal",
                                5,
                                metadata("endpoint", "rack", new Value.Num(4))),
                            LbEndpoint.of(new Address("fd00::1", 80))),
                        OptionalInt.of(2))),
                Cluster.LbPolicy.LEAST_REQUEST,
                Duration.ofMillis(250),
                Cluster.UpstreamHttp.HTTP1,
                Optional.empty(),
                false,
                Optional.of(Duration.ofHours(1)),
                Cluster.Dns.DEFAULT,
                new Cluster.CircuitBreakers(10, 20, 30, Integer.MAX_VALUE),
                65536,
                metadata("cluster", "kind", new Value.Text("plain"))));
    assertThat(secure.type()).isEqualTo(Cluster.DiscoveryType.STRICT_DNS);
    assertThat(secure.dns())
        .isEqualTo(new Cluster.Dns(Cluster.LookupFamily.V4_ONLY, Duration.ofSeconds(30), true));
    assertThat(secure.autoSni()).isTrue();
    assertThat(secure.idleTimeout()).contains(Duration.ofSeconds(15));
    assertThat(secure.protocol())
        .isEqualTo(
            new Cluster.Http2(new Http2ProtocolOptions(50, 16 << 20, 24 << 20, false, false)));
  }

  @Test
  void shouldReadOldNamesAndOtherForms() {
    ProxyConfig config = TestConfigs.read("alternatives.yaml");

    assertThat(config.listeners().get(0).name()).isEqualTo("127.0.0.1:0");
    assertThat(manager(config).codecType()).isEqualTo(HttpConnectionManager.CodecType.HTTP2);
    assertThat(manager(config).requestOptions().stripPort())
        .isEqualTo(RequestOptions.StripPort.MATCHING);
    LogFormat text = new LogFormat.Text("%RESPONSE_CODE%\n", false);
    LogFormat json =
        new LogFormat.Json(
            new Value.Struct(Map.of("code", new Value.Text("%RESPONSE_CODE%"))), false);
    assertThat(manager(config).accessLog())
        .extracting(log -> ((AccessLog.File) log).format())
        .containsExactly(text, json, json, text);
    assertThat(configuration(manager(config).httpFilters().get(0))).isEqualTo(Bytes.utf8("old"));
    assertThat(host(config).routes().get(0).match().headers())
        .extracting(HeaderMatcher::test)
        .containsExactly(
            new HeaderMatcher.Text(new StringMatcher.Exact("a", false)),
            new HeaderMatcher.Text(new StringMatcher.Prefix("a", false)),
            new HeaderMatcher.Text(new StringMatcher.Suffix("a", false)),
            new HeaderMatcher.Text(new StringMatcher.Contains("a", false)),
            new HeaderMatcher.Text(new StringMatcher.SafeRegex(Regex.of("a"))),
            new HeaderMatcher.Present(true));
    assertThat(config.clusters())
        .extracting(Cluster::protocol)
        .containsExactly(
            Cluster.UpstreamHttp.HTTP2,
            new Cluster.Http1(new Http1ProtocolOptions(true, false, "")),
            Cluster.UpstreamHttp.HTTP1);
    assertThat(config.clusters().get(0).idleTimeout()).isEmpty();
    assertThat(config.clusters().get(0).dns().lookupFamily())
        .isEqualTo(Cluster.LookupFamily.V4_PREFERRED);
  }

  @Test
  void shouldBeAsLenientAsEnvoysParser() {
    ProxyConfig config = TestConfigs.read("lenient.yaml");

    assertThat(config.listeners().get(0).address().port()).isEqualTo(80);
    assertThat(manager(config).codecType()).isEqualTo(HttpConnectionManager.CodecType.AUTO);
    assertThat(manager(config).requestOptions().normalizePath()).isTrue();
    assertThat(manager(config).requestOptions().mergeSlashes()).isTrue();
    assertThat(host(config).domains()).containsExactly("*");
    assertThat(host(config).routes().get(0).action())
        .isEqualTo(new DirectResponseAction(204, Bytes.EMPTY));
  }

  @Test
  void shouldReadTls() {
    ProxyConfig config = TestConfigs.read("tls.yaml");
    Listener listener = config.listeners().get(0);

    assertThat(listener.tlsInspector()).isTrue();
    FilterChain named = listener.filterChains().get(0);
    assertThat(named.match())
        .isEqualTo(
            new FilterChainMatch(List.of("example.com", "*.example.com"), List.of("h2"), "tls"));
    assertThat(named.tls())
        .contains(
            new DownstreamTlsContext(
                new CommonTlsContext(
                    TlsVersion.TLS_1_2,
                    TlsVersion.TLS_1_3,
                    List.of(
                        new TlsCertificate(
                            new DataSource.File(Path.of("certs/server.pem")),
                            new DataSource.Inline(Bytes.utf8("the secret of the test")),
                            Optional.of(new DataSource.Inline(Bytes.utf8("secret"))))),
                    Optional.of(
                        new CertificateValidationContext(
                            Optional.of(new DataSource.File(Path.of("certs/ca.pem"))),
                            false,
                            List.of(
                                new SubjectAltNameMatcher(
                                    SanType.DNS,
                                    new StringMatcher.Suffix(".clients.example.com", false))))),
                    List.of("h2", "http/1.1")),
                true));
    assertThat(listener.defaultFilterChain())
        .hasValueSatisfying(
            chain -> {
              assertThat(chain.tls()).isEmpty();
              assertThat(chain.terminal()).isEqualTo(named.terminal());
            });
    assertThat(config.clusters().get(0).tls())
        .contains(
            new UpstreamTlsContext(
                new CommonTlsContext(
                    TlsVersion.AUTO,
                    TlsVersion.AUTO,
                    List.of(),
                    Optional.of(
                        new CertificateValidationContext(Optional.empty(), true, List.of())),
                    List.of()),
                "api.example.com"));
  }

  @Test
  void shouldReadOverridesOfTheMostSpecificPlace() {
    List<Route> routes = host(TestConfigs.read("per-route.yaml")).routes();

    FilterOverride tag = override("from the configuration");
    assertThat(routes.get(0).filterOverrides())
        .isEqualTo(Map.of("tag", tag, "auth", new FilterOverride(true, Optional.empty())));
    assertThat(routes.get(1).filterOverrides())
        .isEqualTo(Map.of("tag", tag, "auth", override("from the route")));
    assertThat(routes.get(2).filterOverrides())
        .isEqualTo(Map.of("tag", tag, "auth", override("from the host")));
    RouteAction action = (RouteAction) routes.get(1).action();
    assertThat(((ClusterSpecifier.Weighted) action.cluster()).clusters())
        .extracting(ClusterSpecifier.Weight::filterOverrides)
        .containsExactly(
            Map.of("tag", tag, "auth", override("from the cluster")),
            Map.of("tag", tag, "auth", override("from the route")));
  }

  private static FilterOverride override(String text) {
    return new FilterOverride(false, Optional.of(Bytes.utf8(text)));
  }

  @Test
  void shouldReadWhatTheEnvoyModuleWrites() {
    ProxyConfig config = TestConfigs.read("written.json");

    assertThat(config.listeners()).extracting(Listener::name).containsExactly("web", "bytes");
    assertThat(configuration(manager(config).httpFilters().get(0)))
        .isEqualTo(Bytes.utf8("{\"a\": 1}"));
    assertThat(config.clusters()).extracting(Cluster::name).containsExactly("up", "name");
  }

  @Test
  void shouldShowTheFileAsJsonWithEnvoysNames() {
    assertThat(TestConfigs.read("alternatives.yaml").json())
        .contains("\"typed_config\"", "\"port_value\": 0")
        .doesNotContain("typedConfig", "portValue");
  }

  @Test
  void shouldNotShowKeysAndPasswords() {
    assertThat(TestConfigs.read("tls.yaml").json())
        .contains("\"private_key\": \"[redacted]\"", "\"password\": \"[redacted]\"")
        .contains("certs/server.pem")
        .doesNotContain("the secret of the test", "c2VjcmV0");
  }

  @Test
  void shouldReadAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("envoy.conf"), TestConfigs.text("base.yaml"));
    assertThat(ProxyConfigReader.read(file)).isEqualTo(TestConfigs.read("base.yaml"));
  }

  @Test
  void shouldSayWhyWhenAFileCannotBeRead(@TempDir Path directory) throws IOException {
    Path absent = directory.resolve("absent.yaml");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ProxyConfigReader.read(absent))
        .withMessage("There is no configuration file " + absent + ".");
    Path binary = Files.write(directory.resolve("a.wasm"), new byte[] {(byte) 0xff});
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ProxyConfigReader.read(binary))
        .withMessage("The configuration file " + binary + " is not in UTF-8.");
  }

  @Test
  void shouldReadNothingWhenTheFileIsEmpty() {
    assertThat(ProxyConfigReader.read("", "a.yaml")).isEqualTo(ProxyConfig.builder().build());
  }
}
