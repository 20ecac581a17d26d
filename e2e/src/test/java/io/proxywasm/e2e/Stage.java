package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.host.HostOptions;
import io.proxywasm.e2e.host.HostUnderTest;
import io.proxywasm.e2e.host.LogLine;
import io.proxywasm.e2e.host.RefusedException;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.net.TcpPeer;
import io.proxywasm.e2e.net.TestClient;
import io.proxywasm.e2e.net.TestUpstream;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyRoute;
import io.proxywasm.envoy.WasmCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A host between a client and an upstream that both do exactly what a test says. Each plugin has a
 * listener of its own.
 */
final class Stage implements AutoCloseable {
  /** The cluster of the upstream by HTTP/1.1; paths under {@code /h2/} go to it by HTTP/2. */
  static final String UPSTREAM = "upstream";

  /** A cluster whose port refuses connections. */
  static final String REFUSED = "refused";

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestUpstream upstream;
  private final Socket closed;
  private final HostUnderTest host;
  private final EnvoyConfig config;
  private final Map<String, TestClient> clients = new HashMap<>();
  private final Map<String, Integer> ports;

  private Stage(TestUpstream upstream, Socket closed, EnvoyConfig config, HostUnderTest host) {
    this.upstream = upstream;
    this.closed = closed;
    this.config = config;
    this.host = host;
    this.ports = host.ports();
  }

  static Builder on(HostKind kind) {
    return new Builder(kind);
  }

  TestUpstream upstream() {
    return upstream;
  }

  HostUnderTest host() {
    return host;
  }

  /** A connection to a listener, for bytes as they are. */
  TcpPeer connect(String listener) {
    return TcpPeer.connect(port(listener));
  }

  /** A connection to a listener from another address of this machine, such as 127.0.0.2. */
  TcpPeer connect(String listener, String from) {
    return TcpPeer.connect(port(listener), from);
  }

  /** The client of a listener, always the same. */
  TestClient client(Protocol protocol, String listener) {
    return clients.computeIfAbsent(protocol + " " + listener, any -> newClient(protocol, listener));
  }

  /** A client with a connection of its own. */
  TestClient newClient(Protocol protocol, String listener) {
    return new TestClient(protocol, port(listener));
  }

  private int port(String listener) {
    Integer port = ports.get(listener);
    if (port == null) {
      port = host.ports().get(listener); // One that was added.
    }
    if (port == null) {
      throw new AssertionError("no listener " + listener + " among " + ports.keySet());
    }
    return port;
  }

  Message send(Protocol protocol, String listener, Request request) {
    return client(protocol, listener).send(request);
  }

  /** Where the log is now; what was said before is in front of it. */
  int mark() {
    host.awaitLogged();
    return host.log().position();
  }

  /** Waits for a line of any plugin after a mark, and returns what the plugin said. */
  String awaitLog(int mark, Predicate<String> wanted) {
    return host.log()
        .await(mark, line -> line.plugin() && wanted.test(line.text()), PATIENCE)
        .text();
  }

  /** Waits for a line of any plugin after a mark that has a text. */
  String awaitLog(int mark, String text) {
    return awaitLog(mark, line -> line.contains(text));
  }

  /** What plugins said after a mark, up to now. */
  List<String> said(int mark) {
    return lines(mark).stream().filter(LogLine::plugin).map(LogLine::text).toList();
  }

  /** What was logged after a mark, up to now. */
  List<LogLine> lines(int mark) {
    host.awaitLogged();
    return host.log().lines(mark);
  }

  /** Waits until a counter or gauge has a value. */
  void awaitStat(String name, long value) {
    await(name + " of " + value, () -> stat(name) == value);
  }

  /** Waits for something that nothing tells of. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no " + what + " after " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** A counter or gauge; -1 when there is none. */
  long stat(String name) {
    return host.stats("^" + name.replace(".", "\\.") + "$").getOrDefault(name, -1L);
  }

  /** Tries to add a listener with one more plugin, and returns the reason why it is refused. */
  String refusal(EnvoyPlugin plugin) {
    return add(plugin).orElseThrow(() -> new AssertionError("the host took the plugin " + plugin));
  }

  /**
   * Adds a listener with more plugins, which takes the place of the one that was added before;
   * returns the reason when it is refused. It answers all requests with 200.
   */
  Optional<String> add(EnvoyPlugin... plugins) {
    EnvoyListener.Builder listener = EnvoyListener.http(plugins[0].name());
    for (EnvoyPlugin plugin : plugins) {
      listener.plugin(plugin);
    }
    List<EnvoyListener> listeners = new ArrayList<>(config.listeners());
    listeners.add(listener.route(EnvoyRoute.respond("/", 200, "not refused")).build());
    try {
      host.reload(new EnvoyConfig(listeners, config.clusters()));
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Checks that no VM was lost: there was no trap, and none was made anew. */
  void assertVmsLive() {
    assertThat(host.isAlive()).isTrue();
    assertThat(host.log().lines(0).stream().map(LogLine::text))
        .filteredOn(text -> text.matches("(?s)Function: .* failed: .*"))
        .isEmpty();
    assertThat(host.stats("vm_reload").values()).allMatch(value -> value == 0);
  }

  @Override
  public void close() {
    clients.values().forEach(TestClient::close);
    host.close();
    upstream.close();
    quietly(closed);
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects listeners. */
  static final class Builder {
    private final HostKind kind;
    private final EnvoyConfig.Builder config = EnvoyConfig.builder();
    private final List<String> aliases = new ArrayList<>();
    private final List<String> aliasesHttp2 = new ArrayList<>();
    private HostOptions options = HostOptions.defaults();
    private boolean metadataFrames;

    private Builder(HostKind kind) {
      this.kind = kind;
    }

    /** Adds a listener with a plugin as it is shipped, both named like its class. */
    Builder plugin(Class<?> main) {
      return plugin(main, plugin -> plugin);
    }

    Builder plugin(Class<?> main, UnaryOperator<EnvoyPlugin.Builder> settings) {
      return plugin(main.getSimpleName(), TestPlugin.code(main), settings);
    }

    Builder plugin(String name, WasmCode code, UnaryOperator<EnvoyPlugin.Builder> settings) {
      return listener(name, settings.apply(EnvoyPlugin.builder(name, code).vmId(name)).build());
    }

    /** Adds a listener with some plugins in a row. */
    Builder listener(String name, EnvoyPlugin... plugins) {
      return listener(name, listener -> listener, plugins);
    }

    Builder listener(
        String name, UnaryOperator<EnvoyListener.Builder> settings, EnvoyPlugin... plugins) {
      EnvoyListener.Builder listener = EnvoyListener.http(name);
      for (EnvoyPlugin plugin : plugins) {
        listener.plugin(plugin);
      }
      if (metadataFrames) {
        listener.metadataFrames();
      }
      listener
          .route(EnvoyRoute.respond("/direct", 200, "direct"))
          .route(EnvoyRoute.toCluster(Protocol.HTTP_2.path(""), UPSTREAM + "-h2"))
          .route(EnvoyRoute.toCluster("/", UPSTREAM));
      config.listener(settings.apply(listener).build());
      return this;
    }

    /** Adds a TCP listener with some plugins in a row. */
    Builder tcp(String name, String cluster, EnvoyPlugin... plugins) {
      EnvoyListener.Builder listener = EnvoyListener.tcp(name, cluster);
      for (EnvoyPlugin plugin : plugins) {
        listener.plugin(plugin);
      }
      config.listener(listener.build());
      return this;
    }

    /** Adds a listener as it is. */
    Builder listener(EnvoyListener listener) {
      config.listener(listener);
      return this;
    }

    /** Adds a cluster. */
    Builder cluster(EnvoyCluster cluster) {
      config.cluster(cluster);
      return this;
    }

    /** Lets METADATA frames of HTTP/2 pass, of listeners that follow and of the upstream. */
    Builder metadataFrames() {
      metadataFrames = true;
      return this;
    }

    /** Adds one more name for the upstream by HTTP/1.1. */
    Builder alias(String cluster) {
      aliases.add(cluster);
      return this;
    }

    /** Adds one more name for the upstream by HTTP/2. */
    Builder aliasHttp2(String cluster) {
      aliasesHttp2.add(cluster);
      return this;
    }

    Builder workers(int count) {
      options = options.withWorkers(count);
      return this;
    }

    Stage start() {
      TestUpstream upstream = new TestUpstream();
      Socket closed = closedPort();
      try {
        int http1 = upstream.port(Protocol.HTTP_1);
        int http2 = upstream.port(Protocol.HTTP_2);
        EnvoyCluster byHttp2 = EnvoyCluster.of(UPSTREAM + "-h2", "127.0.0.1", http2).withHttp2();
        config
            .cluster(EnvoyCluster.of(UPSTREAM, "127.0.0.1", http1))
            .cluster(metadataFrames ? byHttp2.withMetadataFrames() : byHttp2)
            .cluster(EnvoyCluster.of(REFUSED, "127.0.0.1", closed.getLocalPort()));
        aliases.forEach(name -> config.cluster(EnvoyCluster.of(name, "127.0.0.1", http1)));
        aliasesHttp2.forEach(
            name -> config.cluster(EnvoyCluster.of(name, "127.0.0.1", http2).withHttp2()));
        EnvoyConfig built = config.build();
        return new Stage(upstream, closed, built, kind.start(built, options));
      } catch (RuntimeException e) {
        upstream.close();
        quietly(closed);
        throw e;
      }
    }

    /** A port that is taken, so that nobody else listens there, but at which nobody listens. */
    private static Socket closedPort() {
      try {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
