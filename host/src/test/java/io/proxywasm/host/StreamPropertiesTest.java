package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.PropertyPath;
import io.proxywasm.abi.Status;
import io.proxywasm.host.guest.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPropertiesTest {
  private static final String NOT_FOUND = "NOT_FOUND";
  private static final String SERIALIZATION_FAILURE = "SERIALIZATION_FAILURE";

  /** A context of a plugin, with or without a stream. */
  private static final class Source implements PropertySource {
    @Nullable StreamInfo info;
    @Nullable HeaderMap requestHeaders;
    @Nullable HeaderMap responseHeaders;
    @Nullable HeaderMap responseTrailers;

    @Override
    public @Nullable StreamInfo info() {
      return info;
    }

    @Override
    public @Nullable HeaderMap requestHeaders() {
      return requestHeaders;
    }

    @Override
    public @Nullable HeaderMap responseHeaders() {
      return responseHeaders;
    }

    @Override
    public @Nullable HeaderMap responseTrailers() {
      return responseTrailers;
    }

    @Override
    public PropertyValue.Message node() {
      return PropertyValue.node(
          "node-1",
          "edge",
          PropertyValue.struct(Map.of("role", "test", "list", List.of("a", "b"))),
          null);
    }

    @Override
    public String pluginName() {
      return "plugin";
    }

    @Override
    public String pluginRootId() {
      return "root";
    }

    @Override
    public String pluginVmId() {
      return "vm";
    }
  }

  private final Source source = new Source();
  private final Output out = new Output();
  private final ConnectionInfo connection =
      new ConnectionInfo(7, "10.0.0.1:5000", 5000, "10.0.0.2:443", 443);
  private final StreamInfo info = new StreamInfo(connection, 1_000_000_007L);

  /** A path with dots for the zero chars. */
  private static String path(String dotted) {
    return PropertyPath.join(dotted.split("\\.", -1));
  }

  private String rawText(String path) {
    out.clear();
    Status status = Status.of(StreamProperties.get(source, path, out));
    return status == Status.OK ? new String(out.toByteArray(), ISO_8859_1) : status.name();
  }

  private String text(String dotted) {
    return rawText(path(dotted));
  }

  private long number(String dotted) {
    String bytes = text(dotted);
    assertThat(bytes).hasSize(8);
    return ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void request(String... headers) {
    source.info = info;
    source.requestHeaders = HeaderMap.of(headers);
  }

  private void response(String... headers) {
    source.info = info;
    source.responseHeaders = HeaderMap.of(headers);
  }

  @Test
  void shouldTellOfThePluginAndTheNodeWhenThereIsNoStream() {
    assertThat(text("plugin_name")).isEqualTo("plugin");
    assertThat(text("plugin_root_id")).isEqualTo("root");
    assertThat(text("plugin_vm_id")).isEqualTo("vm");
    assertThat(text("xds.node.id")).isEqualTo("node-1");
    assertThat(text("xds.node.cluster")).isEqualTo("edge");
    assertThat(text("xds.node.metadata.role")).isEqualTo("test");
    assertThat(text("xds.node.metadata.list.1")).isEqualTo("b");
    assertThat(text("xds.node.locality.region")).isEmpty();
    assertThat(text("xds.node").getBytes(ISO_8859_1)).isEqualTo(source.node().encode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.path",
        "response.code",
        "connection.id",
        "connection_id",
        "source.address",
        "upstream.address",
        "metadata",
        "filter_state.x",
        "xds.listener_direction",
        "xds.route_name",
        "xds.filter_chain_name",
        "request"
      })
  void shouldNotFindWhatIsOfAStreamWhenThereIsNoStream(String path) {
    assertThat(text(path)).isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node",
        "node.id",
        "cluster_name",
        "cluster_metadata",
        "route_name",
        "route_metadata",
        "listener_direction",
        "listener_metadata",
        "upstream_host_metadata",
        "plugin_name.x",
        "request.nothing",
        "request.path.x",
        "response.nothing",
        "connection.nothing",
        "upstream.nothing",
        "source.nothing",
        "xds.nothing",
        "xds.node.nothing",
        "xds.node.metadata.list.2",
        "xds.node.metadata.list.-1",
        "xds.node.metadata.list.x",
        "nothing"
      })
  void shouldNotFindWhatEnvoyDoesNotKnow(String path) {
    request(":path", "/");

    assertThat(text(path)).isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request",
        "response",
        "connection",
        "upstream",
        "source",
        "destination",
        "xds",
        "filter_state"
      })
  void shouldNotWriteDownAGroupAsAWhole(String group) {
    request(":path", "/");

    assertThat(text(group)).isEqualTo(SERIALIZATION_FAILURE);
  }

  @Test
  void shouldReadAPathAsEnvoyDoesWhenItIsEmptyOrEndsWithZero() {
    request(":path", "/a");

    assertThat(rawText("")).isEqualTo(SERIALIZATION_FAILURE);
    assertThat(rawText("request\0path\0")).isEqualTo("/a");
    assertThat(rawText("request\0\0path")).isEqualTo(NOT_FOUND);
    assertThat(rawText("\0request")).isEqualTo(NOT_FOUND);
    assertThat(rawText("request\0")).isEqualTo(SERIALIZATION_FAILURE);
  }

  @ParameterizedTest
  @CsvSource({
    "path, /a/b?x=1&y#f",
    "url_path, /a/b",
    "query, x=1&y",
    "host, example.com",
    "scheme, https",
    "method, GET",
    "referer, r",
    "useragent, ua",
    "id, 42",
    "headers.x-one, 1",
    "headers.X-ONE, 1",
    "headers.x-two, '2,3'",
    "headers.:path, /a/b?x=1&y#f",
    "headers.host, example.com",
    "headers.x-none, NOT_FOUND",
  })
  void shouldTellOfTheRequest(String name, String expected) {
    request(
        ":method",
        "GET",
        ":scheme",
        "https",
        ":authority",
        "example.com",
        ":path",
        "/a/b?x=1&y#f",
        "referer",
        "r",
        "user-agent",
        "ua",
        "x-request-id",
        "42",
        "x-one",
        "1",
        "x-two",
        "2",
        "x-two",
        "3");

    assertThat(text("request." + name)).isEqualTo(expected);
  }

  @Test
  void shouldGiveAllHeadersAsPairsWhenNoneIsNamed() {
    request("a", "1", "b", "2", "a", "3");

    assertThat(text("request.headers"))
        .isEqualTo(
            "\2\0\0\0" + "\1\0\0\0\3\0\0\0" + "\1\0\0\0\1\0\0\0" + "a\0" + "1,3\0" + "b\0" + "2\0");
    assertThat(text("response.headers")).isEqualTo("\0\0\0\0");
    assertThat(text("response.trailers")).isEqualTo("\0\0\0\0");
  }

  @Test
  void shouldSayWhatIsMissingWhenTheHeadersAreOutOfReach() {
    source.info = info;

    assertThat(text("request.path")).isEqualTo(NOT_FOUND);
    assertThat(text("request.url_path")).isEqualTo(NOT_FOUND);
    assertThat(text("request.headers.a")).isEqualTo(NOT_FOUND);
    assertThat(number("request.headers_bytes")).isZero();
    request("a", "1");
    assertThat(text("request.path")).isEqualTo(NOT_FOUND);
    assertThat(text("request.url_path")).isEmpty();
    assertThat(text("request.query")).isEmpty();
  }

  @Test
  void shouldTellSizesAndTimesOfTheRequest() {
    request("ab", "cd");
    info.setProtocol("HTTP/2").addBytesReceived(10).addBytesReceived(5);

    assertThat(text("request.protocol")).isEqualTo("HTTP/2");
    assertThat(number("request.time")).isEqualTo(1_000_000_007L);
    assertThat(number("request.size")).isEqualTo(15);
    assertThat(number("request.headers_bytes")).isEqualTo(4);
    assertThat(number("request.total_size")).isEqualTo(19);
    assertThat(text("request.duration")).isEqualTo(NOT_FOUND);
    info.setDurationNanos(99);
    assertThat(number("request.duration")).isEqualTo(99);
  }

  @Test
  void shouldBelieveTheContentLengthWhenThereIsOne() {
    request("content-length", "77");
    assertThat(number("request.size")).isEqualTo(77);

    request("content-length", "many");
    assertThat(text("request.size")).isEqualTo(NOT_FOUND);
  }

  @Test
  void shouldTellOfTheResponse() {
    response("ab", "cd");
    source.responseTrailers = HeaderMap.of("t", "v");
    assertThat(text("response.code")).isEqualTo(NOT_FOUND);
    assertThat(text("response.code_details")).isEqualTo(NOT_FOUND);
    assertThat(text("response.backend_latency")).isEqualTo(NOT_FOUND);
    info.setResponseCode(404)
        .setResponseCodeDetails("via_upstream")
        .addResponseFlags(4)
        .addResponseFlags(1)
        .addBytesSent(10)
        .setBackendLatencyNanos(3);

    assertThat(number("response.code")).isEqualTo(404);
    assertThat(text("response.code_details")).isEqualTo("via_upstream");
    assertThat(number("response.flags")).isEqualTo(5);
    assertThat(number("response.size")).isEqualTo(10);
    assertThat(number("response.total_size")).isEqualTo(16);
    assertThat(text("response.headers.ab")).isEqualTo("cd");
    assertThat(text("response.headers.host")).isEqualTo(NOT_FOUND);
    assertThat(text("response.trailers.t")).isEqualTo("v");
    assertThat(number("response.backend_latency")).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 3, 200, 5",
    "'', 3, 200, 3",
    "17, '', 200, -1",
    "x, '', 200, -1",
    "'', '', 200, 2",
    "'', '', 400, 13",
    "'', '', 401, 16",
    "'', '', 403, 7",
    "'', '', 404, 12",
    "'', '', 503, 14",
  })
  void shouldTellTheGrpcStatusOfTrailersHeadersOrTheCode(
      String trailer, String header, int code, long expected) {
    response("grpc-status", header);
    source.responseTrailers = HeaderMap.of("grpc-status", trailer);
    info.setResponseCode(code);

    assertThat(number("response.grpc_status")).isEqualTo(expected);
  }

  @Test
  void shouldNotFindTheGrpcStatusWhenThereIsNoResponse() {
    source.info = info;

    assertThat(text("response.grpc_status")).isEqualTo(NOT_FOUND);
  }

  @Test
  void shouldTellOfTheConnectionWhenItHasNoTls() {
    source.info = info;

    assertThat(number("connection.id")).isEqualTo(7);
    assertThat(number("connection_id")).isEqualTo(7);
    assertThat(text("connection.mtls")).isEqualTo("\0");
    assertThat(text("connection.requested_server_name")).isEmpty();
    assertThat(text("connection.tls_version")).isEqualTo(NOT_FOUND);
    assertThat(text("connection.subject_peer_certificate")).isEqualTo(NOT_FOUND);
    assertThat(text("connection.termination_details")).isEqualTo(NOT_FOUND);
    assertThat(text("connection.transport_failure_reason")).isEqualTo(NOT_FOUND);
    assertThat(text("source.address")).isEqualTo("10.0.0.1:5000");
    assertThat(number("source.port")).isEqualTo(5000);
    assertThat(text("destination.address")).isEqualTo("10.0.0.2:443");
    assertThat(number("destination.port")).isEqualTo(443);
  }

  @Test
  void shouldTellOfTheConnectionWhenItHasTls() {
    source.info = info;
    connection
        .setTls(new TlsInfo("TLSv1.3", null, TlsInfoTest.certificate()))
        .setRequestedServerName("example.com")
        .setTerminationDetails("why")
        .setTransportFailureReason("failed");

    assertThat(text("connection.mtls")).isEqualTo("\1");
    assertThat(text("connection.requested_server_name")).isEqualTo("example.com");
    assertThat(text("connection.tls_version")).isEqualTo("TLSv1.3");
    assertThat(text("connection.subject_local_certificate")).isEmpty();
    assertThat(text("connection.subject_peer_certificate")).contains("CN=client");
    assertThat(text("connection.dns_san_peer_certificate")).isEqualTo("client.example.com");
    assertThat(text("connection.uri_san_peer_certificate"))
        .isEqualTo("spiffe://example.com/client");
    assertThat(text("connection.dns_san_local_certificate")).isEqualTo(NOT_FOUND);
    assertThat(text("connection.sha256_peer_certificate_digest")).hasSize(64);
    assertThat(text("connection.peer_certificate")).startsWith("-----BEGIN%20CERTIFICATE-----%0A");
    assertThat(text("connection.termination_details")).isEqualTo("why");
    assertThat(text("connection.transport_failure_reason")).isEqualTo("failed");
  }

  @Test
  void shouldNotFindTheUpstreamWhenNoneWasChosen() {
    source.info = info;

    assertThat(text("upstream.address")).isEqualTo(NOT_FOUND);
    assertThat(text("upstream.num_endpoints")).isEqualTo(NOT_FOUND);
    assertThat(text("upstream.transport_failure_reason")).isEqualTo(NOT_FOUND);
    assertThat(number("upstream.request_attempt_count")).isZero();
  }

  @Test
  void shouldTellOfTheUpstream() {
    source.info = info;
    UpstreamInfo upstream =
        new UpstreamInfo(
                new UpstreamInfo.Host(
                    "10.1.0.1:80",
                    80,
                    PropertyValue.locality("r", "z", ""),
                    PropertyValue.metadata(
                        Map.of("envoy.lb", PropertyValue.struct(Map.of("canary", true)))),
                    PropertyValue.metadata(Map.of())))
            .setLocalAddress("10.0.0.2:6000")
            .setTls(new TlsInfo("TLSv1.2", null, null))
            .setConnectionPoolReadyNanos(5)
            .setTransportFailureReason("no");
    info.setUpstream(upstream)
        .setAttemptCount(2)
        .setCluster(new ClusterInfo("service", PropertyValue.metadata(Map.of()), () -> 3));

    assertThat(text("upstream.address")).isEqualTo("10.1.0.1:80");
    assertThat(number("upstream.port")).isEqualTo(80);
    assertThat(text("upstream.local_address")).isEqualTo("10.0.0.2:6000");
    assertThat(text("upstream.locality.zone")).isEqualTo("z");
    assertThat(text("upstream.tls_version")).isEqualTo("TLSv1.2");
    assertThat(text("upstream.transport_failure_reason")).isEqualTo("no");
    assertThat(number("upstream.cx_pool_ready_duration")).isEqualTo(5);
    assertThat(number("upstream.request_attempt_count")).isEqualTo(2);
    assertThat(number("upstream.num_endpoints")).isEqualTo(3);
    assertThat(rawText("xds\0upstream_host_metadata\0filter_metadata\0envoy.lb\0canary"))
        .isEqualTo("\1");
    assertThat(text("xds.upstream_host_locality_metadata")).isEqualTo(SERIALIZATION_FAILURE);
  }

  @Test
  void shouldTellOfTheConfigurationThatTheStreamWentThrough() {
    source.info = info;
    info.setRoute(
        new RouteInfo(
            "route",
            PropertyValue.metadata(Map.of("f", PropertyValue.struct(Map.of("k", "v", "n", 1)))),
            "host",
            PropertyValue.metadata(Map.of())));
    info.setCluster(new ClusterInfo("service", PropertyValue.metadata(Map.of()), () -> 3));
    connection.setListener(new ListenerInfo(2, PropertyValue.metadata(Map.of())));
    connection.setFilterChainName("chain");

    assertThat(text("xds.route_name")).isEqualTo("route");
    assertThat(text("xds.route_metadata.filter_metadata.f.k")).isEqualTo("v");
    assertThat(Double.longBitsToDouble(number("xds.route_metadata.filter_metadata.f.n")))
        .isEqualTo(1.0);
    assertThat(text("xds.route_metadata.filter_metadata.g")).isEqualTo(NOT_FOUND);
    assertThat(text("xds.virtual_host_name")).isEqualTo("host");
    assertThat(text("xds.virtual_host_metadata")).isEmpty();
    assertThat(text("xds.cluster_name")).isEqualTo("service");
    assertThat(text("xds.cluster_metadata.filter_metadata")).isEqualTo("\0\0\0\0");
    assertThat(number("xds.listener_direction")).isEqualTo(2);
    assertThat(text("xds.listener_metadata")).isEmpty();
    assertThat(text("xds.filter_chain_name")).isEqualTo("chain");
  }

  @Test
  void shouldNotFindTheRouteAndTheClusterWhenThereAreNone() {
    source.info = info;

    for (String name :
        List.of(
            "route_name",
            "route_metadata",
            "virtual_host_name",
            "cluster_name",
            "cluster_metadata",
            "upstream_host_metadata")) {
      assertThat(text("xds." + name)).isEqualTo(NOT_FOUND);
    }
    assertThat(text("xds.filter_chain_name")).isEmpty();
  }

  @Test
  void shouldTellDynamicMetadata() {
    source.info = info;
    assertThat(text("metadata")).isEmpty();
    Map<String, Object> values = new HashMap<>();
    values.put("list", Arrays.asList("x", 2, null));
    info.setDynamicMetadata("my.filter", PropertyValue.struct(values));

    assertThat(rawText("metadata\0filter_metadata\0my.filter\0list\0" + "0")).isEqualTo("x");
    assertThat(rawText("metadata\0filter_metadata\0my.filter\0list\0" + "2"))
        .isEqualTo(SERIALIZATION_FAILURE);
    assertThat(rawText("metadata\0filter_metadata\0my.filter")).isEqualTo(SERIALIZATION_FAILURE);
    assertThat(rawText("metadata")).isNotEmpty();
  }

  @Test
  void shouldShowWhatAPluginSetToOthersByItsNameAndInTheFilterState() {
    source.info = info;

    assertThat(StreamProperties.set(info, null, "mine", bytes("value")))
        .isEqualTo(Status.OK.code());

    assertThat(text("mine")).isEqualTo("value");
    assertThat(rawText("filter_state\0wasm.mine")).isEqualTo("value");
    assertThat(text("mine.x")).isEqualTo(NOT_FOUND);
    StreamProperties.set(info, null, "mine", bytes("other"));
    assertThat(text("mine")).isEqualTo("other");
  }

  @Test
  void shouldNotSetAPropertyWhenThereIsNoStream() {
    assertThat(StreamProperties.set(null, null, "mine", bytes("value")))
        .isEqualTo(Status.NOT_FOUND.code());
  }

  @Test
  void shouldNotHideWhatEnvoyKnowsWhenAPluginSetsTheSameName() {
    request(":path", "/");
    StreamProperties.set(info, null, "request", bytes("mine"));
    StreamProperties.set(info, null, "plugin_name", bytes("mine"));

    assertThat(text("request")).isEqualTo(SERIALIZATION_FAILURE);
    assertThat(text("plugin_name")).isEqualTo("plugin");
    assertThat(rawText("filter_state\0wasm.request")).isEqualTo("mine");
  }

  @Test
  void shouldSetAPropertyOnceWhenItWasDeclaredReadOnly() {
    source.info = info;
    DeclaredProperty declared = new DeclaredProperty(true, FilterState.LifeSpan.STREAM);

    assertThat(StreamProperties.set(info, declared, "mine", bytes("one")))
        .isEqualTo(Status.OK.code());
    assertThat(StreamProperties.set(info, declared, "mine", bytes("two")))
        .isEqualTo(Status.BAD_ARGUMENT.code());
    assertThat(text("mine")).isEqualTo("one");
  }

  @Test
  void shouldKeepAPropertyForTheNextStreamWhenItIsOfTheConnection() {
    DeclaredProperty declared = new DeclaredProperty(false, FilterState.LifeSpan.CONNECTION);
    StreamProperties.set(info, declared, "mine", bytes("one"));
    StreamProperties.set(info, null, "other", bytes("gone"));
    StreamInfo next = new StreamInfo(connection, 0);
    source.info = next;

    assertThat(text("mine")).isEqualTo("one");
    assertThat(text("other")).isEqualTo(NOT_FOUND);
    StreamProperties.set(next, null, "mine", bytes("two"));
    source.info = info;
    assertThat(text("mine")).isEqualTo("two");
  }

  @Test
  void shouldRefuseMoreWhenPluginsKeepTooMuch() {
    byte[] half = new byte[FilterState.MAX_PLUGIN_BYTES / 2];

    assertThat(StreamProperties.set(info, null, "a", half)).isEqualTo(Status.OK.code());
    assertThat(StreamProperties.set(info, null, "a", half)).isEqualTo(Status.OK.code());
    assertThat(StreamProperties.set(info, null, "b", half))
        .isEqualTo(Status.INTERNAL_FAILURE.code());
    assertThat(StreamProperties.set(info, null, "a", bytes(""))).isEqualTo(Status.OK.code());
    assertThat(StreamProperties.set(info, null, "b", half)).isEqualTo(Status.OK.code());
  }

  @Test
  void shouldFindWhatIsKeptWithTheUpstream() {
    source.info = info;
    assertThat(text("upstream_filter_state.x")).isEqualTo(NOT_FOUND);
    UpstreamInfo upstream = new UpstreamInfo(null);
    upstream
        .filterState()
        .set("wasm.up", PropertyValue.utf8("value"), FilterState.LifeSpan.CONNECTION);
    info.setUpstream(upstream);

    assertThat(rawText("upstream_filter_state\0wasm.up")).isEqualTo("value");
    assertThat(text("up")).isEqualTo("value");
    assertThat(text("upstream.address")).isEqualTo(NOT_FOUND);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
