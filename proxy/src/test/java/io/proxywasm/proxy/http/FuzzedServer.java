package io.proxywasm.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Host;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.LogSink;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.FilterOverride;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.net.TestLoops;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection to an HTTP server without a network. Some paths are answered, others have no one.
 */
final class FuzzedServer implements HttpExtension {
  /** The status of paths that are answered. */
  static final int ANSWERED = 299;

  /** What the answer's body is. */
  static final String BODY = "answer";

  private static final ProxyConfig CONFIG =
      ProxyConfigReader.read(
          """
          static_resources:
            listeners:
            - name: http
              address: {socket_address: {address: 127.0.0.1, port_value: 0}}
              filter_chains:
              - filters:
                - name: envoy.filters.network.http_connection_manager
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                    stat_prefix: fuzz
                    http_protocol_options: {enable_trailers: true}
                    http_filters:
                    - name: envoy.filters.http.router
                      typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
                    route_config:
                      virtual_hosts:
                      - name: all
                        domains: ["*"]
                        routes:
                        - {match: {prefix: /none}, route: {cluster: none}}
                        - {match: {prefix: /to}, redirect: {path_redirect: /}}
                        - {match: {prefix: /}, direct_response: {status: 299, body: {inline_string: answer}}}
            clusters:
            - {name: none, type: STATIC, load_assignment: {cluster_name: none}}
          """,
          "fuzz.yaml");

  private static final EventLoops LOOPS = EventLoops.start(1);
  private static final Clusters CLUSTERS = Clusters.start(CONFIG.clusters(), LOOPS, new Stats());
  private static final LogSink NO_LOG =
      new LogSink() {
        @Override
        public LogLevel level() {
          return LogLevel.CRITICAL;
        }

        @Override
        public void log(LogLevel level, String source, String message) {}
      };

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final NettyEventLoop loop = TestLoops.of(channel.eventLoop());
  private final Host host;
  private final List<HeaderMap> answered = new ArrayList<>();

  FuzzedServer() {
    Stats stats = new Stats();
    channel.config().setAllocator(allocator);
    host = Host.create(loop, List.of(loop), Callouts.NONE, NO_LOG, stats);
    HttpConnectionManager config =
        (HttpConnectionManager) CONFIG.listeners().get(0).filterChains().get(0).terminal();
    HttpManager manager =
        new HttpManager(config, 1 << 16, "fuzz", this, CLUSTERS, stats, new AtomicBoolean());
    HttpPipeline.add(
        channel.pipeline(),
        manager,
        loop,
        new ConnectionInfo(1, "10.0.0.1", 1000, "10.0.0.2", 80),
        null,
        opened -> {});
  }

  @Override
  public HttpFilters filters(NettyEventLoop of, Map<String, FilterOverride> overrides) {
    return host.httpFilters(of, List.of());
  }

  @Override
  public boolean hasLogs() {
    return true;
  }

  @Override
  public void log(NettyEventLoop of, HttpFilterChain stream) {
    HeaderMap headers = stream.requestHeaders();
    if (stream.info().responseCode() == ANSWERED && headers != null) {
      answered.add(headers.copy());
    }
  }

  /** The client sends something. */
  void receive(byte[] bytes, int from, int to) {
    if (channel.isOpen()) {
      channel.writeInbound(allocator.buffer(to - from).writeBytes(bytes, from, to - from));
      collect();
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  private void collect() {
    channel.runPendingTasks();
    channel.checkException();
    ByteBuf out;
    while ((out = channel.readOutbound()) != null) {
      sent.writeBytes(ByteBufUtil.getBytes(out));
      out.release();
    }
  }

  /** The client goes. Returns all that it got; nothing is left of it. */
  byte[] end() {
    ChannelFuture unused = channel.close();
    collect();
    assertThat(channel.finishAndReleaseAll()).isFalse();
    channel.checkException();
    assertThat(allocator.metric().usedHeapMemory()).as("memory that leaks").isZero();
    assertThat(allocator.metric().usedDirectMemory()).as("memory that leaks").isZero();
    return sent.toByteArray();
  }

  /** What is asked of headers that plugins and upstreams get. */
  List<HeaderMap> answered() {
    for (HeaderMap headers : answered) {
      assertThat(headers.all(":method")).hasSize(1).allMatch(each -> each.matches("[!-~]+"));
      assertThat(headers.all(":path"))
          .hasSize(1)
          .allMatch(each -> each.matches("/[^\\x00-\\x20]*"));
      assertThat(headers.all(":scheme")).hasSize(1);
      assertThat(headers.all(":authority")).hasSize(1);
      assertThat(headers.all("content-length").size()).isBetween(0, 1);
      assertThat(headers.all("content-length")).allMatch(each -> each.matches("[0-9]+"));
      for (int i = 0; i < headers.size(); i++) {
        assertThat(headers.name(i)).matches(":?[!#$%&'*+.^_`|~0-9a-z-]+");
        assertThat(headers.value(i)).doesNotContain("\r", "\n", "\0");
      }
    }
    return answered;
  }
}
