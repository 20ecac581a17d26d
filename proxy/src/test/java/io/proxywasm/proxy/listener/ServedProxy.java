package io.proxywasm.proxy.listener;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.Host;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.LogSink;
import io.proxywasm.host.Stats;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilters;
import io.proxywasm.proxy.cluster.Clusters;
import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.FilterChain;
import io.proxywasm.proxy.config.FilterOverride;
import io.proxywasm.proxy.config.HttpConnectionManager;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import io.proxywasm.proxy.http.HttpExtension;
import io.proxywasm.proxy.net.EventLoops;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.tcp.TcpExtension;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The data plane without plugins, of a configuration in YAML. Closing it finds leaks. */
final class ServedProxy implements AutoCloseable {
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final AtomicLong MEMORY_BEFORE = new AtomicLong();

  private final EventLoops loops;
  private final Clusters clusters;
  private final Listeners listeners;
  private final Host host;
  private final Stats stats = new Stats();
  private final BlockingQueue<String> logs = new LinkedBlockingQueue<>();

  private ServedProxy(ProxyConfig config, int workers) {
    if (OPEN.getAndIncrement() == 0) {
      MEMORY_BEFORE.set(pooledMemoryInUse());
    }
    loops = EventLoops.start(workers);
    host = Host.create(loops.main(), loops.workers(), Callouts.NONE, new NoLog(), stats);
    clusters = Clusters.start(config.clusters(), loops, stats);
    clusters.awaitResolved(Duration.ofSeconds(5));
    listeners =
        Listeners.start(
            config.listeners(), config.node(), loops, clusters, stats, new WithoutPlugins());
  }

  static ServedProxy start(String yaml) {
    return new ServedProxy(ProxyConfigReader.read(yaml, "test"), 1);
  }

  int port(String listener) {
    return listeners.address(listener).getPort();
  }

  Listeners listeners() {
    return listeners;
  }

  /** Waits for the line about the next stream that ends. */
  String nextLog() throws InterruptedException {
    String line = logs.poll(20, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no stream has ended");
    }
    return line;
  }

  long counter(String name) {
    return stats.counter(name).value();
  }

  long gauge(String name) {
    return stats.gauge(name).value();
  }

  @Override
  public void close() {
    listeners.close();
    clusters.close();
    host.close();
    loops.close();
    long left = pooledMemoryInUse() - MEMORY_BEFORE.get();
    if (OPEN.decrementAndGet() == 0 && left > 0) {
      throw new AssertionError(left + " network buffers were not released");
    }
  }

  private static long pooledMemoryInUse() {
    long sum = 0;
    for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().directArenas()) {
      sum += arena.numActiveAllocations();
    }
    for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().heapArenas()) {
      sum += arena.numActiveAllocations();
    }
    return sum;
  }

  private static final class NoLog implements LogSink {
    @Override
    public LogLevel level() {
      return LogLevel.CRITICAL;
    }

    @Override
    public void log(LogLevel level, String source, String message) {}
  }

  private final class WithoutPlugins implements Extensions {
    private final IdentityHashMap<NettyEventLoop, HttpFilters> http = new IdentityHashMap<>();
    private final IdentityHashMap<NettyEventLoop, TcpFilters> tcp = new IdentityHashMap<>();

    WithoutPlugins() {
      for (NettyEventLoop loop : loops.workers()) {
        http.put(loop, host.httpFilters(loop, List.of()));
        tcp.put(loop, host.tcpFilters(loop, List.of()));
      }
    }

    @Override
    public HttpExtension http(Listener listener, FilterChain chain, HttpConnectionManager config) {
      return new HttpExtension() {
        @Override
        public HttpFilters filters(NettyEventLoop loop, Map<String, FilterOverride> overrides) {
          return requireNonNull(http.get(loop));
        }

        @Override
        public boolean hasLogs() {
          return true;
        }

        @Override
        public void log(NettyEventLoop loop, HttpFilterChain stream) {
          StreamInfo info = stream.info();
          logs.add(
              info.responseCode()
                  + " "
                  + info.responseCodeDetails()
                  + " "
                  + Long.toHexString(info.responseFlags()));
        }
      };
    }

    @Override
    public TcpExtension tcp(Listener listener, FilterChain chain, List<AccessLog> accessLogs) {
      return new TcpExtension() {
        @Override
        public TcpFilters filters(NettyEventLoop loop) {
          return requireNonNull(tcp.get(loop));
        }

        @Override
        public void log(NettyEventLoop loop, StreamInfo info) {
          logs.add(
              info.bytesReceived()
                  + " "
                  + info.bytesSent()
                  + " "
                  + Long.toHexString(info.responseFlags()));
        }
      };
    }
  }
}
