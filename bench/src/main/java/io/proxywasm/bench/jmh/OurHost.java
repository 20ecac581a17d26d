package io.proxywasm.bench.jmh;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.Buffer;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.EventLoop;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Host;
import io.proxywasm.host.HttpDownstream;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpFilters;
import io.proxywasm.host.HttpUpstream;
import io.proxywasm.host.LogSink;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.Stats;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.javaguest.JavaPlugin;
import io.proxywasm.sdk.ProxyWasm;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Our host with one plugin on the calling thread, with nothing behind it. */
final class OurHost implements HttpDownstream, HttpUpstream, EventLoop, LogSink {
  private final ConnectionInfo connection = new ConnectionInfo(1, "10.0.0.1", 1000, "10.0.0.2", 80);
  private final HttpFilters filters;
  private int seen;

  OurHost(GuestCode code) {
    Host host = Host.create(this, List.of(this), Callouts.NONE, this, new Stats());
    filters = host.httpFilters(this, List.of(host.start(config(), code)));
  }

  /** The plugin of AssemblyScript asks for its root id. */
  private static PluginConfig config() {
    return PluginConfig.builder("bench").rootId("bench").build();
  }

  /** The code of a plugin for an engine: compiled, interpreted, or java for the bench plugin. */
  static GuestCode code(String engine, String plugin) {
    return switch (engine) {
      case "compiled" -> WasmEngine.compiled().load(Modules.read(plugin));
      case "interpreted" -> WasmEngine.interpreted().load(Modules.read(plugin));
      case "java" ->
          JavaPlugin.of(
              "HeadersPlugin",
              List.of(
                  Modules.directory().resolve("java").resolve("classes"),
                  home(ProxyWasm.class),
                  home(LogLevel.class)));
      default -> throw new IllegalArgumentException("engine " + engine);
    };
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One request and its response; returns something that depends on what was done. */
  int request(HeaderMap request, HeaderMap response) {
    HttpFilterChain chain = filters.newStream(new StreamInfo(connection, 0), this, this, 0);
    chain.requestHeaders(request, true);
    chain.responseHeaders(response, true);
    chain.close();
    return seen;
  }

  @Override
  public void requestHeaders(HeaderMap headers, boolean endOfStream) {
    seen += headers.size();
  }

  @Override
  public void responseHeaders(HeaderMap headers, boolean endOfStream) {
    seen += headers.size();
  }

  @Override
  public void requestBody(Buffer data, boolean endOfStream) {}

  @Override
  public void requestTrailers(HeaderMap trailers) {}

  @Override
  public void reset() {}

  @Override
  public void pauseResponse(boolean paused) {}

  @Override
  public void clearRouteCache() {}

  @Override
  public void responseBody(Buffer data, boolean endOfStream) {}

  @Override
  public void responseTrailers(HeaderMap trailers) {}

  @Override
  public void reset(String details) {}

  @Override
  public void pauseRequest(boolean paused) {}

  @Override
  public Cancellable schedule(Runnable task, long delay, TimeUnit unit) {
    return () -> {};
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long currentTimeNanos() {
    return System.currentTimeMillis() * 1_000_000;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public LogLevel level() {
    return LogLevel.ERROR;
  }

  @Override
  public void log(LogLevel level, String source, String message) {
    throw new IllegalStateException(source + ": " + message);
  }
}
