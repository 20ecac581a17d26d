package io.proxywasm.docs;

// The example of docs/embedding.md, which a test keeps the same as this file from here on.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.Buffer;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.EventLoop;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.HeapBuffer;
import io.proxywasm.host.Host;
import io.proxywasm.host.HttpDownstream;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.HttpUpstream;
import io.proxywasm.host.LocalResponse;
import io.proxywasm.host.LogSink;
import io.proxywasm.host.Plugin;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.Stats;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.engine.WasmEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A gateway of one file: the JDK's HTTP server, a plugin, the JDK's HTTP client. */
public final class TinyGateway implements AutoCloseable {
  private static final int BUFFER_LIMIT = 1 << 20;

  private final ThreadLoop loop = new ThreadLoop();
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final URI upstream;
  private final Host host;
  private final Plugin plugin;
  private final HttpServer server;

  public TinyGateway(byte[] module, String configuration, URI upstream) throws IOException {
    this.upstream = upstream;
    this.host = Host.create(loop, List.of(loop), Callouts.NONE, new Console(), new Stats());
    this.plugin =
        host.start(
            PluginConfig.builder("my-plugin").configuration(configuration.getBytes(UTF_8)).build(),
            WasmEngine.compiled().load(module));
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * The JDK's server blocks a thread of its own for each request; the plugin's loop never waits.
   */
  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    CompletableFuture<Answer> answered = new CompletableFuture<>();
    loop.execute(() -> new Stream(exchange, answered).request(headers(exchange), body));
    Answer answer = answered.join();
    answer.headers.forEach(
        (name, value) -> {
          if (!name.startsWith(":") && !name.equals("content-length")) {
            exchange.getResponseHeaders().add(name, value);
          }
        });
    byte[] content = answer.body.toByteArray();
    exchange.sendResponseHeaders(answer.status(), content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
    exchange.close();
  }

  /** One request: what is before the plugins (downstream) and what is behind them (upstream). */
  private final class Stream implements HttpDownstream, HttpUpstream {
    private final CompletableFuture<Answer> answered;
    private final HttpFilterChain chain;
    private final Buffer requestBody = new HeapBuffer();
    private final Buffer responseBody = new HeapBuffer();
    private HeaderMap requestHeaders = new HeaderMap();
    private HeaderMap responseHeaders = new HeaderMap();
    private Future<?> call = CompletableFuture.completedFuture(null);

    Stream(HttpExchange exchange, CompletableFuture<Answer> answered) {
      this.answered = answered;
      StreamInfo info =
          new StreamInfo(connection(exchange), loop.currentTimeNanos())
              .setProtocol(exchange.getProtocol());
      this.chain =
          host.httpFilters(loop, List.of(plugin)).newStream(info, this, this, BUFFER_LIMIT);
    }

    void request(HeaderMap headers, byte[] body) {
      chain.requestHeaders(headers, body.length == 0);
      if (body.length > 0) {
        chain.requestBody(new HeapBuffer(body), true);
      }
    }

    // Upstream: what has passed the plugins goes to the server behind the gateway.

    @Override
    public void requestHeaders(HeaderMap headers, boolean endOfStream) {
      requestHeaders = headers;
      if (endOfStream) {
        send();
      }
    }

    @Override
    public void requestBody(Buffer data, boolean endOfStream) {
      requestBody.takeFrom(data);
      if (endOfStream) {
        send();
      }
    }

    @Override
    public void requestTrailers(HeaderMap trailers) {
      send();
    }

    private void send() {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(upstream.resolve(String.valueOf(requestHeaders.get(":path"))))
              .method(
                  String.valueOf(requestHeaders.get(":method")),
                  BodyPublishers.ofByteArray(requestBody.toByteArray()));
      requestHeaders.forEach(
          (name, value) -> {
            if (!name.startsWith(":") && !OF_THE_CLIENT.contains(name)) {
              builder.header(name, value);
            }
          });
      call =
          client
              .sendAsync(builder.build(), BodyHandlers.ofByteArray())
              .whenCompleteAsync(this::received, loop);
    }

    private void received(HttpResponse<byte[]> received, Throwable failure) {
      if (failure != null) {
        byte[] text = "no answer from upstream".getBytes(UTF_8);
        chain.sendLocalResponse(new LocalResponse(503, text, new HeaderMap(), -1, "no_upstream"));
        return;
      }
      HeaderMap headers = HeaderMap.of(":status", Integer.toString(received.statusCode()));
      received
          .headers()
          .map()
          .forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
      chain.responseHeaders(headers, received.body().length == 0);
      if (received.body().length > 0) {
        chain.responseBody(new HeapBuffer(received.body()), true);
      }
    }

    @Override
    public void reset() {
      call.cancel(true);
    }

    @Override
    public void pauseResponse(boolean paused) {} // All of it is there already.

    @Override
    public void clearRouteCache() {} // There is one route.

    // Downstream: what has passed the plugins on the way back goes to the client.

    @Override
    public void responseHeaders(HeaderMap headers, boolean endOfStream) {
      responseHeaders = headers;
      if (endOfStream) {
        finish(headers);
      }
    }

    @Override
    public void responseBody(Buffer data, boolean endOfStream) {
      responseBody.takeFrom(data);
      if (endOfStream) {
        finish(responseHeaders);
      }
    }

    @Override
    public void responseTrailers(HeaderMap trailers) {
      finish(responseHeaders);
    }

    @Override
    public void reset(String details) {
      finish(HeaderMap.of(":status", "502"));
    }

    @Override
    public void pauseRequest(boolean paused) {} // All of it is there already.

    private void finish(HeaderMap headers) {
      loop.execute(chain::close); // Every chain is closed once, when its callbacks have returned.
      answered.complete(new Answer(headers, responseBody));
    }
  }

  /** What the client gets. */
  private record Answer(HeaderMap headers, Buffer body) {
    int status() {
      return Integer.parseInt(String.valueOf(headers.get(":status")));
    }
  }

  /** Headers that the JDK's client sets by itself. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private static HeaderMap headers(HttpExchange exchange) {
    HeaderMap headers =
        HeaderMap.of(
            ":authority", String.valueOf(exchange.getRequestHeaders().getFirst("host")),
            ":path", exchange.getRequestURI().toString(),
            ":method", exchange.getRequestMethod(),
            ":scheme", "http");
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals("host")) {
        header.getValue().forEach(value -> headers.add(name, value));
      }
    }
    return headers;
  }

  private static ConnectionInfo connection(HttpExchange exchange) {
    InetSocketAddress from = exchange.getRemoteAddress();
    InetSocketAddress to = exchange.getLocalAddress();
    return new ConnectionInfo(
        1,
        from.getAddress().getHostAddress() + ":" + from.getPort(),
        from.getPort(),
        to.getAddress().getHostAddress() + ":" + to.getPort(),
        to.getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    plugin.close();
    host.close();
    loop.executor.shutdownNow();
  }

  /** A loop is one thread. An event loop of Netty or of Vert.x is adapted in the same way. */
  private static final class ThreadLoop implements EventLoop {
    final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "loop"));
    private final Thread thread =
        CompletableFuture.supplyAsync(Thread::currentThread, executor).join();

    @Override
    public void execute(Runnable task) {
      executor.execute(task);
    }

    @Override
    public Cancellable schedule(Runnable task, long delay, TimeUnit unit) {
      Future<?> future = executor.schedule(task, delay, unit);
      return () -> future.cancel(false);
    }

    @Override
    public boolean inLoop() {
      return Thread.currentThread() == thread;
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public long currentTimeNanos() {
      Instant now = Instant.now();
      return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
  }

  /** Where the plugin's lines go. */
  private static final class Console implements LogSink {
    @Override
    public LogLevel level() {
      return LogLevel.INFO;
    }

    @Override
    public void log(LogLevel level, String source, String message) {
      System.out.println(level + " " + source + ": " + message);
    }
  }
}
