package io.proxywasm.testkit;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.Host;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.LogSink;
import io.proxywasm.host.Plugin;
import io.proxywasm.host.PluginException;
import io.proxywasm.host.Stats;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilters;
import io.proxywasm.host.guest.GuestCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The host in this JVM, on the thread of the test. */
final class LocalBackend implements Backend {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int HTTP_PORT = 80;
  private static final int CLIENT_PORT = 50_000;
  private static final String METRICS = "wasmcustom.";

  private final Setup setup;
  private final VirtualClock clock = new VirtualClock(START);
  private final VirtualLoop loop = new VirtualLoop(clock, this::settle);
  private final ScriptedCallouts callouts;
  private final Stats stats = new Stats();
  private final List<LogLine> log = new ArrayList<>();
  private final Trace trace = new Trace();
  private final MistakeFinder finder = new MistakeFinder();
  private final Host host;
  private final List<Plugin> plugins = new ArrayList<>();
  private final List<LocalHttpLink> open = new ArrayList<>();
  private final HttpFilters http;
  private final TcpFilters tcp;
  private LogLevel level;
  private long nextConnection = 1;

  LocalBackend(Setup setup) {
    this.setup = setup;
    this.level = setup.level();
    this.callouts = new ScriptedCallouts(setup.clusters(), loop);
    this.host = Host.create(loop, List.of(), callouts, new Sink(), stats);
    setup.functions().forEach(host::addForeignFunction);
    Map<GuestCode, GuestCode> traced = new HashMap<>();
    try {
      for (TestPlugin plugin : setup.plugins()) {
        GuestCode code =
            traced.computeIfAbsent(
                plugin.code(setup.mode()),
                plain -> new Tracing(plain, trace, finder, setup.properties()));
        plugins.add(host.startAlone(plugin.config(), code));
      }
    } catch (PluginException e) {
      close();
      throw new PluginException(
          e.getMessage() + "\n" + Report.of(List.of(), log(), trace(), mistakes()), e);
    }
    this.http = host.httpFilters(loop, plugins);
    this.tcp = host.tcpFilters(loop, plugins);
  }

  @Override
  public HttpLink open(HttpExchange exchange) {
    StreamInfo info = newInfo().setProtocol("HTTP/1.1");
    setup.streams().accept(info);
    LocalHttpLink link = new LocalHttpLink(exchange, http, info, setup.bufferLimit(), loop);
    open.add(link);
    return link;
  }

  @Override
  public TcpLink open(TcpExchange exchange) {
    StreamInfo info = newInfo();
    setup.streams().accept(info);
    LocalTcpLink link = new LocalTcpLink(exchange, tcp, info, loop);
    link.start();
    return link;
  }

  private StreamInfo newInfo() {
    long id = nextConnection++;
    return new StreamInfo(
        new ConnectionInfo(id, "127.0.0.1", CLIENT_PORT, "127.0.0.1", HTTP_PORT),
        clock.currentTimeNanos());
  }

  /** Ends the exchanges that were answered, be it by the test, a callout, a tick or a queue. */
  private void settle() {
    for (LocalHttpLink link : List.copyOf(open)) {
      if (link.finish()) {
        open.remove(link);
      }
    }
  }

  @Override
  public List<HttpCallout> httpCallouts() {
    return List.copyOf(callouts.http);
  }

  @Override
  public List<GrpcCallout> grpcCallouts() {
    return List.copyOf(callouts.grpc);
  }

  @Override
  public List<LogLine> log() {
    return List.copyOf(log);
  }

  @Override
  public void setLogLevel(LogLevel lowest) {
    level = lowest;
  }

  @Override
  public long metric(String name) {
    Stats.Snapshot all = stats.snapshot();
    return Stream.concat(all.counters().stream(), all.gauges().stream())
        .filter(value -> value.name().equals(METRICS + name))
        .mapToLong(Stats.Value::value)
        .findFirst()
        .orElse(0);
  }

  @Override
  public HistogramValue histogram(String name) {
    return stats.snapshot().histograms().stream()
        .filter(each -> each.name().equals(METRICS + name))
        .map(each -> new HistogramValue(each.count(), each.sum()))
        .findFirst()
        .orElse(new HistogramValue(0, 0));
  }

  @Override
  public List<String> trace() {
    return trace.lines();
  }

  @Override
  public List<Mistake> mistakes() {
    return finder.mistakes();
  }

  @Override
  public boolean isSomethingUnderWay() {
    return callouts.isWaiting() || finder.isTicking();
  }

  @Override
  public void advance(Duration time) {
    clock.advance(time.toNanos());
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(0, clock.currentTimeNanos());
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(LocalHttpLink::close);
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
      LogLine line = new LogLine(lineLevel, source, message);
      log.add(line);
      if (line.isFailure()) {
        finder.hostSaid(message);
      }
    }
  }
}
