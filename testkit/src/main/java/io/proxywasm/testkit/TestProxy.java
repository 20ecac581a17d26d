package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.ForeignFunction;
import io.proxywasm.host.PluginException;
import io.proxywasm.host.StreamInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A proxy for tests: the real host (or, in {@link Mode#ENVOY}, an Envoy) with one or more plugins,
 * around which the test plays the client, the upstream, the other clusters and the clock.
 * Everything happens on the thread of the test, so that what a step causes has happened when it
 * returns. Not thread-safe; tests that run in parallel have one each.
 *
 * <pre>{@code
 * try (TestProxy proxy = TestProxy.of(TestPlugin.of(HeaderAuth.class), Mode.JAVA)) {
 *   HttpExchange exchange = proxy.send(HttpRequest.get("/"));
 *   assert exchange.client().status() == 403;
 * }
 * }</pre>
 */
public final class TestProxy implements AutoCloseable {
  private final Mode mode;
  private final Backend backend;
  private final List<HttpExchange> exchanges = new ArrayList<>();
  private int mistakesSeen;
  private boolean closed;

  private TestProxy(Setup setup) {
    this.mode = setup.mode();
    this.backend = setup.mode() == Mode.ENVOY ? envoy(setup) : new LocalBackend(setup);
  }

  private static Backend envoy(Setup setup) {
    Mode.ENVOY
        .missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    return new EnvoyBackend(setup);
  }

  /**
   * A proxy with one plugin and nothing else.
   *
   * @throws PluginException when the plugin refuses; the message has its log
   */
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
    HttpExchange exchange = new HttpExchange(this::report);
    exchange.connect(backend.open(exchange));
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

  /** Opens a TCP connection. */
  public TcpExchange connect() {
    TcpExchange exchange = new TcpExchange(this::report);
    exchange.connect(backend.open(exchange));
    return exchange;
  }

  // What plugins have done.

  /** All HTTP calls that plugins have made, answered or not, in their order. */
  public List<HttpCallout> httpCallouts() {
    return backend.httpCallouts();
  }

  /**
   * The only HTTP call that waits for an answer.
   *
   * @throws AssertionError when there is none, or more than one
   */
  public HttpCallout httpCallout() {
    return only("HTTP call", httpCallouts().stream().filter(HttpCallout::isPending).toList());
  }

  /** All gRPC calls and streams that plugins have opened, in their order. */
  public List<GrpcCallout> grpcCallouts() {
    return backend.grpcCallouts();
  }

  /**
   * The only gRPC call or stream that is not over.
   *
   * @throws AssertionError when there is none, or more than one
   */
  public GrpcCallout grpcCallout() {
    return only("gRPC call", grpcCallouts().stream().filter(GrpcCallout::isPending).toList());
  }

  private <T> T only(String what, List<T> pending) {
    if (pending.size() != 1) {
      throw new AssertionError(
          "Expected one "
              + what
              + " that waits for an answer, but there are "
              + pending
              + "\n"
              + report());
    }
    return pending.get(0);
  }

  /** All log lines since the beginning, of plugins and of the host about them. */
  public List<LogLine> log() {
    return backend.log();
  }

  /** What plugins have said at one level. */
  public List<String> log(LogLevel wanted) {
    return log().stream()
        .filter(line -> line.isOfPlugin() && line.level() == wanted)
        .map(LogLine::message)
        .toList();
  }

  /** What plugins have said at any level. */
  public List<String> said() {
    return log().stream().filter(LogLine::isOfPlugin).map(LogLine::message).toList();
  }

  /** The traps and endless loops of plugins: what the host says when a VM dies. */
  public List<String> failures() {
    return log().stream().filter(LogLine::isFailure).map(LogLine::message).toList();
  }

  /** Which levels are logged from now on; at first all. */
  public void setLogLevel(LogLevel lowest) {
    backend.setLogLevel(lowest);
  }

  /** The value of a counter or gauge that a plugin has defined; 0 when there is none. */
  public long metric(String name) {
    return backend.metric(name);
  }

  /** What a histogram that a plugin has defined has got; nothing when there is none. */
  public HistogramValue histogram(String name) {
    return backend.histogram(name);
  }

  /**
   * Every callback, and below it the hostcalls that it made, by their ABI names, since the plugins
   * were made. With more than one VM, each line begins with the VM's number.
   */
  public List<String> trace() {
    if (mode == Mode.ENVOY) {
      throw new NotInEnvoyException("hostcalls cannot be seen");
    }
    return backend.trace();
  }

  /**
   * What plugins got wrong up to now, as far as it can be seen from outside. A test with the JUnit
   * extension that passes fails when there are mistakes which it has not asked for by this method.
   */
  public List<Mistake> mistakes() {
    List<Mistake> all = allMistakes();
    mistakesSeen = all.size();
    return all;
  }

  /** The mistakes that the test has not asked for. */
  public List<Mistake> unseenMistakes() {
    List<Mistake> all = allMistakes();
    return all.subList(Math.min(mistakesSeen, all.size()), all.size());
  }

  private List<Mistake> allMistakes() {
    List<Mistake> all = new ArrayList<>(backend.mistakes());
    for (HttpExchange exchange : exchanges) {
      if (exchange.isTooLarge()) {
        all.add(
            new Mistake(
                MistakeKind.UNBOUNDED_BODY,
                exchange.name()
                    + ": a plugin held back more of a body than the proxy's buffer takes, so the"
                    + " proxy "
                    + (exchange.client().hasHeaders()
                        ? "answered " + exchange.client().status()
                        : "reads no more")
                    + ". Let the body go on in pieces, or answer when it is too long."));
      }
      if (exchange.isStuck() && !closed && !backend.isSomethingUnderWay()) {
        all.add(
            new Mistake(
                MistakeKind.FORGOTTEN_CONTINUE,
                exchange.name()
                    + ": the "
                    + (exchange.isRequestPaused() ? "request" : "response")
                    + " is held back, and no callout and no tick is under way that could continue"
                    + " it"
                    + heldBy(exchange.isRequestPaused() ? "request" : "response")
                    + ". Answer CONTINUE, continue it later, or answer it."));
      }
    }
    return all;
  }

  /** The callback of a direction that answered a pause last. */
  private String heldBy(String direction) {
    List<String> trace = backend.trace();
    for (int i = trace.size() - 1; i >= 0; i--) {
      String line = trace.get(i);
      if (line.contains("proxy_on_" + direction + "_") && line.matches(".* -> [1-9]\\d*")) {
        return " (" + line + ")";
      }
    }
    return "";
  }

  /** Lets time pass: ticks, timeouts, and whatever else becomes due, in its order. */
  public void advance(Duration time) {
    backend.advance(time);
  }

  /** The time of the day as plugins see it. */
  public Instant now() {
    return backend.now();
  }

  /** What runs: classes or a module. */
  public Mode mode() {
    return mode;
  }

  /** What has happened, for a message: mistakes, exchanges, the log, callbacks and hostcalls. */
  public String report() {
    return Report.of(exchanges, log(), backend.trace(), allMistakes());
  }

  /** Ends all exchanges and VMs. */
  @Override
  public void close() {
    if (!closed) {
      exchanges.forEach(HttpExchange::close);
      closed = true;
      backend.close();
    }
  }

  /** What is around the plugins. */
  public static final class Builder {
    private final List<TestPlugin> plugins = new ArrayList<>();
    private final Set<String> clusters = new LinkedHashSet<>();
    private final Map<String, ForeignFunction> functions = new LinkedHashMap<>();
    private final Map<String, byte[]> properties = new LinkedHashMap<>();
    private Consumer<StreamInfo> streams = Setup.NO_STREAMS;
    private Mode mode = Mode.JAVA;
    private LogLevel level = LogLevel.TRACE;
    private int bufferLimit = Setup.BUFFER_LIMIT;
    private Consumer<TestProxy> whenBuilt = proxy -> {};

    private Builder() {}

    /** One more plugin; requests pass them in this order. */
    public Builder plugin(TestPlugin plugin) {
      plugins.add(plugin);
      return this;
    }

    /** These plugins and no others; requests pass them in this order. */
    public Builder plugins(TestPlugin... chain) {
      plugins.clear();
      plugins.addAll(List.of(chain));
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

    /**
     * What plugins get for a property, in UTF-8, whatever the proxy would say.
     *
     * @param path its parts, such as {@code "xds", "cluster_name"}
     */
    public Builder property(String value, String... path) {
      return property(value.getBytes(UTF_8), path);
    }

    /**
     * What plugins get for a property, whatever the proxy would say.
     *
     * @param value the bytes: numbers are 8 of them, little endian
     * @param path its parts, such as {@code "xds", "cluster_name"}
     */
    public Builder property(byte[] value, String... path) {
      properties.put(String.join("\0", path), value.clone());
      return this;
    }

    /** Says of each stream what the proxy knows of it: for the properties that come from it. */
    public Builder streams(Consumer<StreamInfo> setup) {
      streams = setup;
      return this;
    }

    /** The lowest level that is logged. */
    public Builder logLevel(LogLevel lowest) {
      level = lowest;
      return this;
    }

    /** How many bytes of a body are kept while a plugin pauses; 1 MiB unless said. */
    public Builder bufferLimit(int bytes) {
      bufferLimit = bytes;
      return this;
    }

    /** Tells of each proxy that is built: for test frameworks. */
    public Builder whenBuilt(Consumer<TestProxy> action) {
      whenBuilt = action;
      return this;
    }

    /**
     * Starts the plugins.
     *
     * @throws PluginException when one refuses; the message has its log
     */
    public TestProxy build() {
      TestProxy proxy =
          new TestProxy(
              new Setup(
                  mode,
                  List.copyOf(plugins),
                  Set.copyOf(clusters),
                  Map.copyOf(functions),
                  Map.copyOf(properties),
                  streams,
                  level,
                  bufferLimit));
      whenBuilt.accept(proxy);
      return proxy;
    }

    /** Starts the plugins, which shall refuse; returns why, or nothing when they started. */
    public Optional<String> refusal() {
      try {
        build().close();
        return Optional.empty();
      } catch (PluginException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }
}
