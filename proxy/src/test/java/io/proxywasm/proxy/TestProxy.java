package io.proxywasm.proxy;

import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.proxy.config.Address;
import io.proxywasm.proxy.config.Bytes;
import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.config.Code;
import io.proxywasm.proxy.config.DataSource;
import io.proxywasm.proxy.config.DirectResponseAction;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.HttpFilter;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.PluginConfig;
import io.proxywasm.proxy.config.Route;
import io.proxywasm.proxy.config.RouteAction;
import io.proxywasm.proxy.config.RouteConfiguration;
import io.proxywasm.proxy.config.RouteMatch;
import io.proxywasm.proxy.config.VirtualHost;
import io.proxywasm.proxy.config.VmConfig;
import io.proxywasm.proxy.log.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What tests of a whole proxy need: short configurations, a client, the log. */
public final class TestProxy implements AutoCloseable {
  private static final Address ANY_PORT = new Address("127.0.0.1", 0);

  private final ConcurrentLinkedQueue<LogLine> log = new ConcurrentLinkedQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ProxyOptions.Builder options =
      ProxyOptions.builder()
          .workers(2)
          .logTarget(log::add)
          .drainTime(Duration.ofMillis(500))
          .adminAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private @Nullable Proxy proxy;

  /** Runs this code where a configuration names the file. */
  public TestProxy code(String file, Supplier<GuestCode> code) {
    options.codeOverride(Path.of(file), code);
    return this;
  }

  /** Changes other options. */
  public ProxyOptions.Builder options() {
    return options;
  }

  /** Starts it. */
  public TestProxy start(io.proxywasm.proxy.config.ProxyConfig config) {
    proxy = Proxy.start(config, options.build());
    return this;
  }

  /** The proxy. */
  public Proxy proxy() {
    return Objects.requireNonNull(proxy);
  }

  /** The port of a listener. */
  public int port(String listener) {
    return Objects.requireNonNull(proxy().ports().get(listener), listener);
  }

  /** The messages of the log, in their order. */
  public List<String> messages() {
    return log.stream().map(LogLine::message).toList();
  }

  /** Waits for a message. */
  public void awaitMessage(String part) {
    await(part, () -> messages().stream().anyMatch(message -> message.contains(part)));
  }

  /** Waits for something that comes on another thread. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("this did not come: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Asks a listener. */
  public HttpResponse<String> get(String listener, String path) {
    return send("GET", "http://127.0.0.1:" + port(listener) + path);
  }

  /** Asks the admin endpoint. */
  public HttpResponse<String> admin(String method, String path) {
    return send(method, "http://127.0.0.1:" + proxy().adminPort().orElseThrow() + path);
  }

  private HttpResponse<String> send(String method, String uri) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri.replace("|", "%7C").replace("^", "%5E")))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (proxy != null) {
      proxy.close();
    }
  }

  // Configurations.

  /** A plugin whose code is a file. */
  public static PluginConfig plugin(String name, String file) {
    return PluginConfig.of(
        name,
        VmConfig.of(new Code.Local(new DataSource.File(Path.of(file)))),
        Bytes.utf8("configuration of " + name));
  }

  /** A filter with a plugin. */
  public static HttpFilter filter(PluginConfig plugin) {
    return new HttpFilter(plugin.name(), plugin, false);
  }

  /** A listener with some routes for all hosts. */
  public static Listener listener(String name, List<HttpFilter> filters, Route... routes) {
    return listener(name, manager(filters, routes).build());
  }

  /** A listener with a connection manager. */
  public static Listener listener(String name, HttpConnectionManager manager) {
    return Listener.of(name, ANY_PORT, FilterChain.of(List.of(), manager));
  }

  /** A connection manager with some routes for all hosts. */
  public static HttpConnectionManager.Builder manager(List<HttpFilter> filters, Route... routes) {
    HttpConnectionManager.Builder manager =
        HttpConnectionManager.builder(
            "test", RouteConfiguration.of("r", List.of(VirtualHost.any("v", List.of(routes)))));
    filters.forEach(manager::httpFilter);
    return manager;
  }

  /** A route that answers itself. */
  public static Route answer(String prefix, String body) {
    return Route.of(RouteMatch.prefix(prefix), new DirectResponseAction(200, Bytes.utf8(body)));
  }

  /** A route to a cluster. */
  public static Route to(String prefix, String cluster) {
    return Route.of(RouteMatch.prefix(prefix), RouteAction.to(cluster));
  }

  /** A cluster with one endpoint on this machine. */
  public static Cluster cluster(String name, int port) {
    return cluster(name, port, Cluster.UpstreamHttp.HTTP1);
  }

  /** A cluster with one endpoint on this machine. */
  public static Cluster cluster(String name, int port, Cluster.UpstreamHttp protocol) {
    return Cluster.of(name, Cluster.DiscoveryType.STATIC, new Address("127.0.0.1", port), protocol);
  }
}
