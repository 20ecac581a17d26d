package io.proxywasm.testkit;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.ForeignFunction;
import io.proxywasm.host.Host;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.LogSink;
import io.proxywasm.host.Plugin;
import io.proxywasm.host.PluginException;
import io.proxywasm.host.Stats;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilters;
import io.proxywasm.host.guest.GuestCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A proxy for tests: the real host with one or more plugins, around which the test plays the
 * client, the upstream, the other clusters and the clock. Everything happens on the thread of the
 * test, so that what a step causes has happened when it returns. Not thread-safe; tests that run in
 * parallel have one each.
 *
 * <pre>{@code
 * try (TestProxy proxy = TestProxy.of(TestPlugin.of(HeaderAuth.class), Mode.JAVA)) {
 *   HttpExchange exchange = proxy.send(HttpRequest.get("/"));
 *   assert exchange.client().status() == 403;
 * }
 * }</pre>
 */
public final class TestProxy implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int HTTP_PORT = 80;
  private static final int CLIENT_PORT = 50_000;

  private final Mode mode;
  private final VirtualClock clock = new VirtualClock(START);
  private final ScriptedCallouts callouts;
  private final Stats stats = new Stats();
  private final List<LogLine> log = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final List<HttpExchange> exchanges = new ArrayList<>();
  private final Host host;
  private final List<Plugin> plugins = new ArrayList<>();
  private final HttpFilters http;
  private final TcpFilters tcp;
  private final Consumer<StreamInfo> streamSetup;
  private final int bufferLimit;
  private LogLevel level;
  private long nextConnection = 1;

  private TestProxy(Builder builder) {
    this.mode = builder.mode;
    this.level = builder.level;
    this.bufferLimit = builder.bufferLimit;
    this.streamSetup = builder.streamSetup;
    this.callouts = new ScriptedCallouts(builder.clusters);
    VirtualLoop worker = new VirtualLoop(clock);
    this.host = Host.create(worker, List.of(), callouts, new Sink(), stats);
    builder.functions.forEach(host::addForeignFunction);
    Map<GuestCode, GuestCode> traced = new LinkedHashMap<>();
    try {
      for (TestPlugin plugin : builder.plugins) {
        GuestCode code = traced.computeIfAbsent(code(plugin), plain -> new Tracing(plain, trace));
        plugins.add(host.startAlone(plugin.config(), code));
      }
    } catch (PluginException e) {
      host.close();
      throw new PluginException(e.getMessage() + "\n" + report(), e);
    }
    this.http = host.httpFilters(worker, plugins);
    this.tcp = host.tcpFilters(worker, plugins);
  }

  private GuestCode code(TestPlugin plugin) {
    Path file = plugin.file();
    if (file != null) {
      return PluginCode.wasm(file);
    }
    String mainClass = Objects.requireNonNull(plugin.mainClass());
    return mode == Mode.JAVA ? PluginCode.java(mainClass) : PluginCode.wasm(mainClass);
  }

  /** A proxy with one plugin and nothing else. */
  public static TestProxy of(TestPlugin plugin, Mode mode) {
    return builder().plugin(plugin).mode(mode).build();
  }

  /** A proxy with more around it. */
  public static Builder builder() {
    return new Builder();
  }

  // HTTP.

  /** Begins an exchange of which the test does every step. */
  public HttpExchange begin() {
    HttpExchange exchange = new HttpExchange(http, newInfo(), bufferLimit, this::report);
    exchanges.add(exchange);
    return exchange;
  }

  /** Begins an exchange and sends all of the request; the upstream has not answered. */
  public HttpExchange begin(HttpRequest request) {
    return begin().send(request);
  }

  /** Sends a request, which the upstream answers with an empty 200 when it gets it. */
  public HttpExchange send(HttpRequest request) {
    return send(request, HttpResponse.of(200));
  }

  /** Sends a request, which the upstream answers when it has got all of it. */
  public HttpExchange send(HttpRequest request, HttpResponse response) {
    HttpExchange exchange = begin(request);
    if (exchange.upstream().isComplete()) {
      exchange.respond(response);
    }
    return exchange;
  }

  private StreamInfo newInfo() {
    long id = nextConnection++;
    StreamInfo info =
        new StreamInfo(
            new ConnectionInfo(id, "127.0.0.1", CLIENT_PORT, "127.0.0.1", HTTP_PORT),
            clock.currentTimeNanos());
    info.setProtocol("HTTP/1.1");
    streamSetup.accept(info);
    return info;
  }

  /** Opens a TCP connection. */
  public TcpExchange connect() {
    return new TcpExchange(tcp, newInfo(), this::report);
  }

  // What plugins have done.

  /** All HTTP calls that plugins have made, answered or not, in their order. */
  public List<HttpCallout> httpCallouts() {
    return List.copyOf(callouts.http);
  }

  /** The only HTTP call that waits for an answer. */
  public HttpCallout httpCallout() {
    List<HttpCallout> pending = callouts.http.stream().filter(HttpCallout::isPending).toList();
    if (pending.size() != 1) {
      throw new AssertionError(
          "Expected one HTTP call that waits for an answer, but there are "
              + pending
              + "\n"
              + report());
    }
    return pending.get(0);
  }

  /** All gRPC calls and streams that plugins have opened, in their order. */
  public List<GrpcCallout> grpcCallouts() {
    return List.copyOf(callouts.grpc);
  }

  /** All log lines since the beginning, of plugins and of the host about them. */
  public List<LogLine> log() {
    return List.copyOf(log);
  }

  /** What plugins have said at one level. */
  public List<String> log(LogLevel wanted) {
    return log.stream()
        .filter(line -> line.isOfPlugin() && line.level() == wanted)
        .map(LogLine::message)
        .toList();
  }

  /** What plugins have said at any level. */
  public List<String> said() {
    return log.stream().filter(LogLine::isOfPlugin).map(LogLine::message).toList();
  }

  /** The traps and endless loops of plugins: what the host says when a VM dies. */
  public List<String> failures() {
    return log.stream()
        .filter(line -> !line.isOfPlugin() && line.level() == LogLevel.ERROR)
        .map(LogLine::message)
        .toList();
  }

  /** Which levels are logged from now on; at first all. */
  public void setLogLevel(LogLevel lowest) {
    level = lowest;
  }

  /** The value of a counter or gauge that a plugin has defined; 0 when there is none. */
  public long metric(String name) {
    Stats.Snapshot all = stats.snapshot();
    String full = "wasmcustom." + name;
    return Stream.concat(all.counters().stream(), all.gauges().stream())
        .filter(value -> value.name().equals(full))
        .mapToLong(Stats.Value::value)
        .findFirst()
        .orElse(0);
  }

  /**
   * Every callback, and below it the hostcalls that it made, by their ABI names, since the plugins
   * were made.
   */
  public List<String> trace() {
    return List.copyOf(trace);
  }

  /** Lets time pass: ticks, and whatever else becomes due, in its order. */
  public void advance(Duration time) {
    clock.advance(time.toNanos());
  }

  /** The time of the day as plugins see it. */
  public Instant now() {
    return Instant.ofEpochSecond(0, clock.currentTimeNanos());
  }

  /** What runs: classes or a module. */
  public Mode mode() {
    return mode;
  }

  /** What has happened, for a message: the exchanges, the log, the trace. */
  public String report() {
    StringBuilder report = new StringBuilder();
    exchanges.forEach(exchange -> report.append("exchange: ").append(exchange).append('\n'));
    report.append("log:\n");
    log.forEach(line -> report.append("  ").append(line).append('\n'));
    report.append("callbacks and hostcalls:\n");
    trace.forEach(line -> report.append("  ").append(line).append('\n'));
    return report.toString();
  }

  /** Ends all exchanges and VMs. */
  @Override
  public void close() {
    exchanges.forEach(HttpExchange::close);
    plugins.forEach(Plugin::close);
    host.close();
  }

  private final class Sink implements LogSink {
    @Override
    public LogLevel level() {
      return level;
    }

    @Override
    public void log(LogLevel lineLevel, String source, String message) {
      log.add(new LogLine(lineLevel, source, message));
    }
  }

  /** What is around the plugins. */
  public static final class Builder {
    private final List<TestPlugin> plugins = new ArrayList<>();
    private final Set<String> clusters = new LinkedHashSet<>();
    private final Map<String, ForeignFunction> functions = new LinkedHashMap<>();
    private Consumer<StreamInfo> streamSetup = info -> {};
    private Mode mode = Mode.JAVA;
    private LogLevel level = LogLevel.TRACE;
    private int bufferLimit = 1 << 20;
    private Consumer<TestProxy> whenBuilt = proxy -> {};

    private Builder() {}

    /** One more plugin; requests pass them in this order. */
    public Builder plugin(TestPlugin plugin) {
      plugins.add(plugin);
      return this;
    }

    /** What runs; {@link Mode#JAVA} unless said. */
    public Builder mode(Mode chosen) {
      mode = chosen;
      return this;
    }

    /** A cluster that plugins may call; the test answers. */
    public Builder cluster(String name) {
      clusters.add(name);
      return this;
    }

    /** A foreign function of the host. */
    public Builder foreignFunction(String name, ForeignFunction function) {
      functions.put(name, function);
      return this;
    }

    /** Says of each stream what the proxy knows of it: for properties. */
    public Builder streams(Consumer<StreamInfo> setup) {
      streamSetup = setup;
      return this;
    }

    /** The lowest level that is logged. */
    public Builder logLevel(LogLevel lowest) {
      level = lowest;
      return this;
    }

    /** Tells of each proxy that is built: for test frameworks. */
    public Builder whenBuilt(Consumer<TestProxy> action) {
      whenBuilt = action;
      return this;
    }

    /** How many bytes of a body are kept while a plugin pauses; 1 MiB unless said. */
    public Builder bufferLimit(int bytes) {
      bufferLimit = bytes;
      return this;
    }

    /**
     * Starts the plugins.
     *
     * @throws PluginException when one refuses; the message has its log
     */
    public TestProxy build() {
      TestProxy proxy = new TestProxy(this);
      whenBuilt.accept(proxy);
      return proxy;
    }
  }
}
