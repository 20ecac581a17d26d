package io.proxywasm.testkit;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.envoy.EnvoyCluster;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyListener;
import io.proxywasm.envoy.EnvoyLogLine;
import io.proxywasm.envoy.EnvoyPlugin;
import io.proxywasm.envoy.EnvoyProcess;
import io.proxywasm.envoy.EnvoyRoute;
import io.proxywasm.envoy.EnvoyValue;
import io.proxywasm.envoy.FailurePolicy;
import io.proxywasm.envoy.WasmCode;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.PluginException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real Envoy, of which the test is the client, the upstream and the other clusters. What happens
 * in it is heard of through sockets and the log; a step is over when Envoy, which has one worker,
 * has answered other requests in the meantime and nothing more has come.
 */
final class EnvoyBackend implements Backend {
  private static final String HTTP = "http";
  private static final String FENCE = "fence";
  private static final String UPSTREAM = "testkit-upstream";
  private static final Duration LONGEST_ADVANCE = Duration.ofSeconds(10);
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
  private static final int QUIET_ROUNDS = 3;
  private static final int POLL_MILLIS = 5;
  private static final int FENCE_TIMEOUT_MILLIS = 20_000;

  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final List<EnvoyHttpLink> links = new ArrayList<>();
  private final List<HttpCallout> callouts = new ArrayList<>();
  private final List<Later> later = new ArrayList<>();
  private final List<WireServer> servers = new ArrayList<>();
  private final List<EnvoyLogLine> lines = new ArrayList<>();
  private final EnvoyProcess envoy;
  private final Socket fence;
  private final BufferedReader fenceIn;
  private Duration elapsed = Duration.ZERO;

  private record Later(Duration at, Runnable action) {}

  EnvoyBackend(Setup setup) {
    check(setup);
    EnvoyConfig config = config(setup);
    try {
      envoy =
          EnvoyLauncher.of(EnvoySupport.binary())
              .logLevel("wasm", name(setup.level()))
              .onLog(this::heard)
              .start(config);
    } catch (EnvoyException e) {
      servers.forEach(WireServer::close);
      throw new PluginException(
          e.getMessage() + "\n" + Report.of(List.of(), logNow(), List.of(), List.of()), e);
    }
    try {
      fence = new Socket(InetAddress.getLoopbackAddress(), envoy.port(FENCE));
      fence.setSoTimeout(FENCE_TIMEOUT_MILLIS);
      fence.setTcpNoDelay(true);
      fenceIn =
          new BufferedReader(
              new InputStreamReader(fence.getInputStream(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      envoy.close();
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Setup setup) {
    if (!setup.functions().isEmpty()) {
      throw new NotInEnvoyException("its foreign functions cannot be the test's");
    }
    if (!setup.properties().isEmpty() || setup.streams() != Setup.NO_STREAMS) {
      throw new NotInEnvoyException("its properties cannot be the test's");
    }
    if (setup.bufferLimit() != Setup.BUFFER_LIMIT) {
      throw new NotInEnvoyException("it has a buffer of its own size");
    }
  }

  private EnvoyConfig config(Setup setup) {
    EnvoyListener.Builder http = EnvoyListener.http(HTTP);
    setup.plugins().forEach(plugin -> http.plugin(plugin(plugin)));
    WireServer upstream = new WireServer(this::upstreamListener);
    servers.add(upstream);
    EnvoyConfig.Builder config =
        EnvoyConfig.builder()
            .listener(http.route(EnvoyRoute.toCluster("/", UPSTREAM)).build())
            .listener(
                EnvoyListener.http(FENCE).route(EnvoyRoute.respond("/", 200, "fence")).build())
            .cluster(EnvoyCluster.of(UPSTREAM, "127.0.0.1", upstream.port()));
    for (String name : setup.clusters()) {
      WireServer server = new WireServer(connection -> new CalloutListener(name, connection));
      servers.add(server);
      config.cluster(EnvoyCluster.of(name, "127.0.0.1", server.port()));
    }
    return config.build();
  }

  private static EnvoyPlugin plugin(TestPlugin plugin) {
    PluginConfig config = plugin.config();
    EnvoyPlugin.Builder builder =
        EnvoyPlugin.builder(config.name(), WasmCode.bytes(plugin.module()))
            .rootId(config.rootId())
            .vmId(config.vmId())
            .configuration(EnvoyValue.bytes(config.configuration()))
            .vmConfiguration(EnvoyValue.bytes(config.vmConfiguration()))
            .failurePolicy(FailurePolicy.valueOf(config.failurePolicy().name()));
    if (config.allowOnHeadersStopIteration()) {
      builder.allowOnHeadersStopIteration(true);
    }
    config.environment().forEach(builder::environment);
    if (config.allowedCapabilities() != null) {
      config.allowedCapabilities().forEach(builder::allowCapability);
    }
    return builder.build();
  }

  int port() {
    return envoy.port(HTTP);
  }

  /** Has something done on the test's thread, when it next looks. */
  void post(Runnable event) {
    inbox.add(event);
  }

  @Override
  public HttpLink open(HttpExchange exchange) {
    EnvoyHttpLink link = new EnvoyHttpLink(this, exchange, links.size());
    links.add(link);
    return link;
  }

  @Override
  public TcpLink open(TcpExchange exchange) {
    throw new NotInEnvoyException("the testkit drives it by HTTP only");
  }

  /** Waits until nothing more comes of what was done. */
  void settle(BooleanSupplier expected) {
    long quietSince = System.nanoTime();
    int quietRounds = 0;
    while (true) {
      if (drain()) {
        quietSince = System.nanoTime();
        quietRounds = 0;
      }
      boolean done = expected.getAsBoolean();
      if (done
          ? quietRounds >= QUIET_ROUNDS
          : quietRounds >= QUIET_ROUNDS && System.nanoTime() - quietSince > QUIET_NANOS) {
        return;
      }
      passFence();
      quietRounds++;
      if (!done && await()) {
        quietSince = System.nanoTime();
        quietRounds = 0;
      }
    }
  }

  private boolean drain() {
    boolean any = false;
    for (Runnable event = inbox.poll(); event != null; event = inbox.poll()) {
      event.run();
      any = true;
    }
    return any;
  }

  private boolean await() {
    try {
      Runnable event = inbox.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (event == null) {
        return false;
      }
      event.run();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Envoy was at work", e);
    }
  }

  /** One more request, behind which Envoy's only worker has done what it had to do before. */
  private void passFence() {
    try {
      fence
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nhost: fence\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      String line = fenceIn.readLine();
      while (line != null && !line.isEmpty()) {
        line = fenceIn.readLine();
      }
      if (line == null || fenceIn.skip("fence".length()) == 0) {
        throw new IOException("closed");
      }
    } catch (IOException e) {
      throw new AssertionError(
          "Envoy does not answer any more: it has ended, or a callback does not end\n"
              + Report.of(List.of(), logNow(), List.of(), List.of()),
          e);
    }
  }

  // The upstream's and the clusters' side.

  private WireListener upstreamListener(WireConnection connection) {
    return new WireListener() {
      private @Nullable EnvoyHttpLink link;

      @Override
      public void onHeaders(String firstLine, Headers headers, boolean end) {
        Headers request = request(firstLine, headers);
        post(
            () -> {
              link = linkOf(request);
              link.upstreamHeaders(connection, request, end);
            });
      }

      @Override
      public void onBody(byte[] bytes, boolean end) {
        post(() -> Objects.requireNonNull(link).upstreamBody(bytes, end));
      }

      @Override
      public void onTrailers(Headers trailers) {
        post(() -> Objects.requireNonNull(link).upstreamTrailers(trailers));
      }

      @Override
      public void onClosed() {
        post(
            () -> {
              if (link != null) {
                link.upstreamClosed(connection);
              }
            });
      }
    };
  }

  /** The exchange of a request, by its id; when a plugin took that away, the first that waits. */
  private EnvoyHttpLink linkOf(Headers request) {
    String id = request.get(EnvoyHttpLink.ID);
    return links.stream()
        .filter(link -> link.id().equals(id))
        .findFirst()
        .or(() -> links.stream().filter(EnvoyHttpLink::awaitsUpstream).findFirst())
        .orElseThrow();
  }

  private static Headers request(String firstLine, Headers headers) {
    String[] words = firstLine.split(" ", 3);
    String host = headers.get("host");
    Headers request =
        Headers.of(
            ":authority",
            host == null ? "" : host,
            ":path",
            words[1],
            ":method",
            words[0],
            ":scheme",
            "http");
    for (Headers.Header each : headers.all()) {
      if (!each.name().equals("host") && !each.name().equals("transfer-encoding")) {
        request = request.with(each.name(), each.value());
      }
    }
    return request;
  }

  /** Collects a request that a plugin makes. */
  private final class CalloutListener implements WireListener {
    private final String cluster;
    private final WireConnection connection;
    private Headers headers = Headers.NONE;
    private final List<byte[]> chunks = new ArrayList<>();

    CalloutListener(String cluster, WireConnection connection) {
      this.cluster = cluster;
      this.connection = connection;
    }

    @Override
    public void onHeaders(String firstLine, Headers all, boolean end) {
      headers = request(firstLine, all);
      chunks.clear();
      if (end) {
        complete(Headers.NONE);
      }
    }

    @Override
    public void onBody(byte[] bytes, boolean end) {
      chunks.add(bytes);
      if (end) {
        complete(Headers.NONE);
      }
    }

    @Override
    public void onTrailers(Headers trailers) {
      complete(trailers);
    }

    private void complete(Headers trailers) {
      String timeout = headers.get("x-envoy-expected-rq-timeout-ms");
      HttpCallout call =
          new HttpCallout(
              cluster,
              headers,
              Bodies.join(chunks),
              trailers,
              Duration.ofMillis(timeout == null ? 0 : Long.parseLong(timeout)),
              new Answering(connection, timeout == null ? 0 : Long.parseLong(timeout)));
      post(() -> callouts.add(call));
    }

    @Override
    public void onClosed() {}
  }

  /** Answers a plugin's request on its connection. */
  private final class Answering implements HttpCallout.Caller {
    private final WireConnection connection;
    private final long timeoutMillis;

    Answering(WireConnection connection, long timeoutMillis) {
      this.connection = connection;
      this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void onResponse(HttpResponse response) {
      int before = progress();
      try {
        boolean trailers = !response.trailers().isEmpty();
        byte[] body = response.wholeBody();
        connection.writeHeaders(response.headers(), body.length == 0 && !trailers);
        if (body.length > 0) {
          connection.writeBody(body, !trailers);
        }
        if (trailers) {
          connection.writeTrailers(response.trailers());
        }
      } catch (IOException e) {
        // The plugin does not wait any more.
      }
      settle(() -> progress() > before);
    }

    @Override
    public void onFailure() {
      throw new NotInEnvoyException("it makes a response of every failure of a callout");
    }

    /** Envoy says another reason than for a refused connection, with the same status. */
    @Override
    public void onRefused(HttpResponse response) {
      int before = progress();
      connection.close();
      settle(() -> progress() > before);
    }

    @Override
    public void onTimeout(HttpResponse response) {
      int before = progress();
      sleep(Duration.ofMillis(timeoutMillis));
      settle(() -> progress() > before);
    }

    @Override
    public void later(Duration delay, Runnable action) {
      later.add(new Later(elapsed.plus(delay), action));
    }
  }

  /** A number that grows with whatever comes. */
  private int progress() {
    return callouts.size() + links.stream().mapToInt(EnvoyHttpLink::pieces).sum();
  }

  @Override
  public List<HttpCallout> httpCallouts() {
    return List.copyOf(callouts);
  }

  @Override
  public List<GrpcCallout> grpcCallouts() {
    throw new NotInEnvoyException("the testkit speaks no gRPC with it");
  }

  // The log.

  private void heard(EnvoyLogLine line) {
    synchronized (lines) {
      lines.add(line);
    }
  }

  /** What Envoy says of this change comes behind all that it said before. */
  @Override
  public List<LogLine> log() {
    int from;
    synchronized (lines) {
      from = lines.size();
    }
    String unusedAnswer = envoy.adminPost("logging?admin=info");
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!isLogged(from) && System.nanoTime() < patience) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return logNow();
  }

  private boolean isLogged(int from) {
    synchronized (lines) {
      return lines.subList(from, lines.size()).stream()
          .anyMatch(line -> line.message().startsWith("change log level"));
    }
  }

  private List<LogLine> logNow() {
    synchronized (lines) {
      return lines.stream()
          .filter(line -> line.plugin().isPresent() || isAboutPlugins(line))
          .map(EnvoyBackend::line)
          .toList();
    }
  }

  private static boolean isAboutPlugins(EnvoyLogLine line) {
    return line.isError() && line.component().equals("wasm");
  }

  private static LogLine line(EnvoyLogLine line) {
    return line.plugin()
        .map(
            plugin ->
                new LogLine(
                    level(line.level()), ("wasm log " + plugin.source()).strip(), plugin.message()))
        .orElseGet(() -> new LogLine(level(line.level()), line.component(), line.message()));
  }

  private static LogLevel level(String name) {
    return switch (name) {
      case "trace" -> LogLevel.TRACE;
      case "debug" -> LogLevel.DEBUG;
      case "info" -> LogLevel.INFO;
      case "warning", "warn" -> LogLevel.WARN;
      case "error" -> LogLevel.ERROR;
      default -> LogLevel.CRITICAL;
    };
  }

  private static String name(LogLevel level) {
    return level == LogLevel.WARN ? "warning" : level.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void setLogLevel(LogLevel lowest) {
    String unusedAnswer = envoy.adminPost("logging?wasm=" + name(lowest));
  }

  @Override
  public long metric(String name) {
    Map<String, Long> values = envoy.stats("^wasmcustom\\." + Pattern.quote(name) + "$");
    return values.getOrDefault("wasmcustom." + name, 0L);
  }

  @Override
  public HistogramValue histogram(String name) {
    throw new NotInEnvoyException("its histograms are told in quantiles only");
  }

  @Override
  public List<String> trace() {
    return List.of();
  }

  @Override
  public List<Mistake> mistakes() {
    MistakeFinder finder = new MistakeFinder();
    for (LogLine line : logNow()) {
      if (line.isFailure()) {
        finder.hostSaid(line.message());
      } else if (line.isOfPlugin()) {
        finder.pluginSaid(line.level(), line.message());
      }
    }
    return finder.mistakes();
  }

  /** Ticks cannot be seen. */
  @Override
  public boolean isSomethingUnderWay() {
    return true;
  }

  // Time is real.

  @Override
  public void advance(Duration time) {
    if (time.compareTo(LONGEST_ADVANCE) > 0) {
      throw new NotInEnvoyException("its clock is real, and " + time + " is long");
    }
    Duration until = elapsed.plus(time);
    List<Later> due =
        later.stream()
            .filter(each -> each.at.compareTo(until) <= 0)
            .sorted((one, two) -> one.at.compareTo(two.at))
            .toList();
    for (Later each : due) {
      sleep(each.at.minus(elapsed));
      elapsed = each.at;
      later.remove(each);
      each.action.run();
    }
    sleep(until.minus(elapsed));
    elapsed = until;
    settle(() -> false);
  }

  private void sleep(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while time passed", e);
    }
    var unused = drain();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void close() {
    links.forEach(EnvoyHttpLink::close);
    try {
      fence.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
    envoy.close();
    servers.forEach(WireServer::close);
  }
}
