package io.proxywasm.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.HttpDownstream;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.LocalResponse;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.proxy.config.HttpConnectionManager.ServerHeaderTransformation;
import io.proxywasm.proxy.config.HttpTimeouts;
import io.proxywasm.proxy.config.RequestOptions;
import io.proxywasm.proxy.config.RouteAction;
import io.proxywasm.proxy.http1.Http1Error;
import io.proxywasm.proxy.http1.Statuses;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NettyBuffer;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.net.ResponseFlag;
import io.proxywasm.proxy.route.RouteEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and its response, between the codec, the chain of plugins and the router.
 * Used on one loop.
 */
final class ServerStream implements HttpDownstream {
  private static final int BY_CHAIN = 1;
  private static final int BY_UPSTREAM = 2;
  private static final HeaderMap NO_HEADERS = new HeaderMap(2);

  private final HttpManager manager;
  private final ServerConnection connection;
  private final NettyEventLoop loop;
  private final ServerCodec codec;
  private final StreamInfo info;
  private final Router router;
  private final long startNanos;
  private final StreamTimer idleTimer = new StreamTimer(StreamTimer.IDLE);

  private @Nullable HttpFilterChain chain;
  private @Nullable HeaderMap requestHeaders;
  private @Nullable StreamTimer requestTimer;
  private long idleNanos;
  private long lastActivity;
  private boolean requestEnded;
  private boolean responseStarted;
  private boolean done;
  private boolean forceClose;
  private int pauses;

  ServerStream(ServerConnection connection, ServerCodec codec) {
    this.connection = connection;
    this.manager = connection.manager();
    this.loop = connection.loop();
    this.codec = codec;
    this.startNanos = loop.nanoTime();
    this.lastActivity = startNanos;
    this.info = new StreamInfo(connection.info(), loop.currentTimeNanos());
    info.setProtocol(codec.protocol());
    this.router = new Router(this);
    HttpStats stats = manager.stats();
    stats.requests.increment();
    stats.activeRequests.add(1);
    (codec.isMultiplexed() ? stats.http2Requests : stats.http1Requests).increment();
    HttpTimeouts timeouts = manager.config().timeouts();
    idle(timeouts.streamIdle());
    if (timeouts.request().isPresent()) {
      StreamTimer timer = new StreamTimer(StreamTimer.REQUEST);
      requestTimer = timer;
      loop.timers().start(timer, timeouts.request().get().toNanos());
    }
  }

  // What others ask.

  HttpManager manager() {
    return manager;
  }

  NettyEventLoop loop() {
    return loop;
  }

  StreamInfo info() {
    return info;
  }

  HttpFilterChain chain() {
    HttpFilterChain current = chain;
    if (current == null) {
      throw new IllegalStateException("no request yet");
    }
    return current;
  }

  boolean isRequestEnded() {
    return requestEnded;
  }

  boolean isDone() {
    return done;
  }

  HeaderMap requestHeaders() {
    HeaderMap headers = requestHeaders;
    return headers == null ? NO_HEADERS : headers;
  }

  // The request, from the codec.

  /** The request's headers. */
  void begin(HeaderMap headers, boolean end, boolean schemeGiven, boolean upgrade) {
    requestHeaders = headers;
    String path = headers.get(":path");
    if (headers.get(":authority") == null && !defaultHost(headers)) {
      rejectAndClose(headers, 400, "missing_host_header");
      return;
    }
    if (path != null && (path.isEmpty() || path.charAt(0) != '/')) {
      requestEnded = end;
      manager.stats().badPaths.increment();
      refuse(headers, 404, "absolute_path_rejected");
      return;
    }
    if (path != null && !checkPath(headers, path)) {
      return;
    }
    boolean tls = connection.isTls();
    manager
        .requestHeaders()
        .apply(headers, schemeGiven, tls, connection.remoteAddress(), connection.localPort());
    if (upgrade) {
      rejectAndClose(headers, 403, "upgrade_failed");
      return;
    }
    requestEnded = end;
    if (end) {
      stopRequestTimer();
      router.requestReceived();
    } else if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      headers.remove("expect");
      codec.writeInformational(HeaderMap.of(":status", "100"));
    }
    RouteEntry route = manager.routes().find(headers);
    routeChosen(route);
    chain =
        manager
            .extension()
            .filters(loop, route == null ? Map.of() : route.overrides())
            .newStream(info, this, router, manager.bufferLimit());
    chain.requestHeaders(headers, end);
  }

  private boolean defaultHost(HeaderMap headers) {
    String host = manager.config().http1().defaultHostForHttp10();
    if (info.protocol() != null && info.protocol().equals("HTTP/1.0") && !host.isEmpty()) {
      headers.add(":authority", host);
      return true;
    }
    return false;
  }

  private boolean checkPath(HeaderMap headers, String path) {
    if (path.indexOf('#') >= 0) {
      rejectAndClose(headers, 400, "path_normalization_failed");
      return false;
    }
    RequestOptions options = manager.config().requestOptions();
    if (options.normalizePath() || options.mergeSlashes()) {
      String clean = options.normalizePath() ? Paths.normalize(path) : path;
      headers.set(":path", options.mergeSlashes() ? Paths.mergeSlashes(clean) : clean);
    }
    return true;
  }

  /** The request is wrong, perhaps so much that there are no headers. */
  void codecError(Http1Error error) {
    if (done) {
      return;
    }
    ResponseFlag.DOWNSTREAM_PROTOCOL_ERROR.addTo(info);
    if (responseStarted) {
      cut(error.details());
      return;
    }
    forceClose = true;
    respondLocally(error.status(), error.body(), error.details());
  }

  private void rejectAndClose(HeaderMap headers, int status, String details) {
    forceClose = true;
    refuse(headers, status, details);
  }

  private void refuse(HeaderMap headers, int status, String details) {
    requestHeaders = headers;
    newChain().refuse(headers, localResponse(status, "", details));
  }

  /** Makes a chain that gets nothing of the request but to make a response. */
  private HttpFilterChain newChain() {
    HttpFilterChain made =
        manager
            .extension()
            .filters(loop, Map.of())
            .newStream(info, this, router, manager.bufferLimit());
    chain = made;
    return made;
  }

  private void respondLocally(int status, String body, String details) {
    HttpFilterChain current = chain;
    (current == null ? newChain() : current)
        .sendLocalResponse(localResponse(status, body, details));
  }

  private static LocalResponse localResponse(int status, String body, String details) {
    return new LocalResponse(status, body.getBytes(UTF_8), new HeaderMap(4), -1, details);
  }

  /** A part of the request's body. */
  void body(NettyBuffer data, boolean end) {
    info.addBytesReceived(data.length());
    requestEnded |= end;
    lastActivity = loop.nanoTime();
    HttpFilterChain current = chain;
    if (current == null || done) {
      data.release();
      return;
    }
    if (end) {
      stopRequestTimer();
      router.requestReceived();
    }
    current.requestBody(data, end);
  }

  /** A METADATA frame of the request. */
  void metadata(HeaderMap metadata) {
    HttpFilterChain current = chain;
    if (current != null && !done) {
      current.requestMetadata(metadata);
      if (!done) {
        router.requestMetadata(metadata);
      }
    }
  }

  /** A METADATA frame of the response. */
  void responseMetadata(HeaderMap metadata) {
    HttpFilterChain current = chain;
    if (current != null && !done) {
      current.responseMetadata(metadata);
      if (!done && responseStarted && manager.config().http2().allowMetadata()) {
        codec.writeMetadata(metadata);
      }
    }
  }

  /** The request's trailers. */
  void trailers(HeaderMap trailers) {
    requestEnded = true;
    lastActivity = loop.nanoTime();
    HttpFilterChain current = chain;
    if (current != null && !done) {
      stopRequestTimer();
      router.requestReceived();
      current.requestTrailers(trailers);
    }
  }

  /** The client is gone, or does not want the response any more. */
  void disconnected(boolean resetByClient) {
    if (done) {
      return;
    }
    (resetByClient
            ? ResponseFlag.DOWNSTREAM_REMOTE_RESET
            : ResponseFlag.DOWNSTREAM_CONNECTION_TERMINATION)
        .addTo(info);
    info.setResponseCodeDetails(
        resetByClient ? "http2.remote_reset" : "downstream_remote_disconnect");
    end();
  }

  /** Whether the client takes more. */
  void writable(boolean writable) {
    if (!done) {
      router.downstreamWritable(writable);
    }
  }

  // The route.

  void routeChosen(@Nullable RouteEntry route) {
    router.route(route);
    info.setRoute(route == null ? null : route.info());
    if (route != null
        && route.config().action() instanceof RouteAction action
        && action.idleTimeout().isPresent()) {
      idle(action.idleTimeout());
    }
  }

  private void idle(Optional<Duration> timeout) {
    idleNanos = timeout.map(Duration::toNanos).orElse(0L);
    if (idleNanos > 0) {
      loop.timers().start(idleTimer, idleNanos);
    } else {
      idleTimer.stop();
    }
  }

  private void stopRequestTimer() {
    StreamTimer timer = requestTimer;
    if (timer != null) {
      timer.stop();
    }
  }

  /** Something that takes too long. */
  private final class StreamTimer extends LoopTimers.Timer {
    static final int IDLE = 0;
    static final int REQUEST = 1;
    private final int kind;

    StreamTimer(int kind) {
      this.kind = kind;
    }

    @Override
    protected void fire() {
      if (kind == REQUEST) {
        manager.stats().requestTimeouts.increment();
        timedOut(408, "request timeout", "request_overall_timeout");
        return;
      }
      long left = lastActivity + idleNanos - loop.nanoTime();
      if (left > 0) {
        loop.timers().start(this, left);
        return;
      }
      manager.stats().streamIdleTimeouts.increment();
      ResponseFlag.STREAM_IDLE_TIMEOUT.addTo(info);
      timedOut(requestEnded ? 504 : 408, "stream timeout", "stream_idle_timeout");
    }
  }

  private void timedOut(int status, String body, String details) {
    if (done) {
      return;
    }
    if (responseStarted) {
      cut(details);
      return;
    }
    respondLocally(status, body, details);
  }

  /** The headers of a request did not come in time. */
  void headersTimedOut() {
    manager.stats().headerTimeouts.increment();
    forceClose = true;
    timedOut(408, "request header timeout", "request_header_timeout");
  }

  // The response, from the chain.

  @Override
  public void responseHeaders(HeaderMap headers, boolean endOfStream) {
    if (done || responseStarted) {
      return;
    }
    int status = Statuses.number(headers.get(":status"));
    if (status >= 100 && status < 200 && status != 101) {
      codec.writeInformational(headers);
      return;
    }
    responseStarted = true;
    lastActivity = loop.nanoTime();
    info.setResponseCode(status);
    finishHeaders(headers);
    boolean close = forceClose || manager.isDraining() || codec.isLast();
    if (!requestEnded) {
      manager.stats().responseBeforeRequest.increment();
      close = true;
    }
    codec.writeHeaders(headers, endOfStream, close);
    if (endOfStream) {
      respondedWholly();
    }
  }

  private void finishHeaders(HeaderMap headers) {
    int found = 0;
    for (int i = 0, size = headers.size(); i < size; i++) {
      found |= kind(headers.name(i));
    }
    if ((found & HOP) != 0) {
      headers.remove("connection");
      headers.remove("transfer-encoding");
      headers.remove("keep-alive");
      headers.remove("proxy-connection");
      headers.remove("upgrade");
    }
    if ((found & DATE) == 0) {
      headers.add("date", loop.httpDate());
    }
    ServerHeaderTransformation transformation = manager.config().serverHeaderTransformation();
    if ((found & SERVER) == 0) {
      if (transformation != ServerHeaderTransformation.PASS_THROUGH) {
        headers.add("server", manager.config().serverName());
      }
    } else if (transformation == ServerHeaderTransformation.OVERWRITE) {
      headers.set("server", manager.config().serverName());
    }
    RequestOptions options = manager.config().requestOptions();
    if (options.alwaysSetRequestIdInResponse()) {
      String id = requestHeaders().get("x-request-id");
      if (id != null) {
        headers.set("x-request-id", id);
      }
    }
    if (!options.via().isEmpty()) {
      String before = headers.get("via");
      headers.set("via", before == null ? options.via() : before + ", " + options.via());
    }
  }

  private static final int HOP = 1;
  private static final int DATE = 2;
  private static final int SERVER = 4;

  private static int kind(String name) {
    return switch (name) {
      case "connection", "transfer-encoding", "keep-alive", "proxy-connection", "upgrade" -> HOP;
      case "date" -> DATE;
      case "server" -> SERVER;
      default -> 0;
    };
  }

  @Override
  public void responseBody(Buffer data, boolean endOfStream) {
    NettyBuffer bytes = NettyBuffer.of(data);
    if (done) {
      bytes.release();
      return;
    }
    lastActivity = loop.nanoTime();
    info.addBytesSent(bytes.length());
    codec.writeBody(bytes, endOfStream);
    if (endOfStream) {
      respondedWholly();
    }
  }

  @Override
  public void responseTrailers(HeaderMap trailers) {
    if (!done) {
      codec.writeTrailers(trailers);
      respondedWholly();
    }
  }

  private void respondedWholly() {
    if (done) {
      return;
    }
    boolean whole = requestEnded;
    end();
    codec.finished(whole);
  }

  @Override
  public void reset(String details) {
    if (!done) {
      cut(details);
    }
  }

  /** Cuts the stream towards the client. */
  void cut(String details) {
    if (done) {
      return;
    }
    if (info.responseCodeDetails() == null || responseStarted) {
      info.setResponseCodeDetails(details.replace(' ', '_'));
    }
    manager.stats().sentResets.increment();
    end();
    codec.reset();
  }

  @Override
  public void pauseRequest(boolean paused) {
    pause(BY_CHAIN, paused);
  }

  /** Stops or goes on reading the request, as the upstream takes no more. */
  void upstreamWritable(boolean writable) {
    pause(BY_UPSTREAM, !writable);
  }

  private void pause(int by, boolean paused) {
    int before = pauses;
    pauses = paused ? pauses | by : pauses & ~by;
    if (!done && (before == 0) != (pauses == 0)) {
      codec.pauseReading(pauses != 0);
    }
  }

  /** The stream is over, however. */
  private void end() {
    done = true;
    idleTimer.stop();
    stopRequestTimer();
    if (pauses != 0) {
      pauses = 0;
      codec.pauseReading(false);
    }
    long duration = loop.nanoTime() - startNanos;
    info.setDurationNanos(duration);
    router.close();
    HttpStats stats = manager.stats();
    stats.activeRequests.add(-1);
    if (info.responseCode() > 0) {
      stats.response(info.responseCode());
      stats.requestTime.record(TimeUnit.NANOSECONDS.toMillis(duration));
    }
    HttpFilterChain current = chain;
    if (current == null) {
      if (!manager.extension().hasLogs()) {
        return;
      }
      current = newChain();
    }
    current.close();
    if (manager.extension().hasLogs()) {
      if (info.responseCode() < 0) {
        info.setResponseCode(0);
      }
      manager.extension().log(loop, current);
    }
  }
}
