package io.proxywasm.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.HttpUpstream;
import io.proxywasm.host.LocalResponse;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.UpstreamInfo;
import io.proxywasm.proxy.cluster.Endpoint;
import io.proxywasm.proxy.cluster.ExchangeFailure;
import io.proxywasm.proxy.cluster.ExchangeListener;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.cluster.UpstreamConnection;
import io.proxywasm.proxy.cluster.UpstreamExchange;
import io.proxywasm.proxy.config.DirectResponseAction;
import io.proxywasm.proxy.config.RedirectAction;
import io.proxywasm.proxy.config.RetryPolicy;
import io.proxywasm.proxy.config.Route;
import io.proxywasm.proxy.config.RouteAction;
import io.proxywasm.proxy.http1.Statuses;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NettyBuffer;
import io.proxywasm.proxy.net.ResponseFlag;
import io.proxywasm.proxy.route.RouteEntry;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What comes after the last plugin: sends a request where its route says, and brings the response.
 * Used on one loop.
 */
final class Router implements HttpUpstream {
  private static final String EXPECTED_TIMEOUT = "x-envoy-expected-rq-timeout-ms";
  private static final String SERVICE_TIME = "x-envoy-upstream-service-time";

  private final ServerStream stream;
  private @Nullable RouteEntry route;
  private boolean routeCleared;
  private @Nullable HeaderMap request;
  private @Nullable UpstreamCluster cluster;
  private @Nullable Attempt attempt;
  private @Nullable RouterTimer timer;
  private @Nullable Retries retries;
  private long timeoutNanos;
  private long requestReceivedNanos;
  private boolean requestEnded;
  private boolean paused;
  private boolean downstreamFull;
  private boolean closed;

  Router(ServerStream stream) {
    this.stream = stream;
  }

  void route(@Nullable RouteEntry value) {
    route = value;
    // Plugins see the cluster that the request will go to.
    UpstreamCluster to = null;
    HeaderMap headers = stream.requestHeaders();
    if (value != null && value.config().action() instanceof RouteAction) {
      String cluster = value.cluster(headers);
      to = cluster == null ? null : stream.manager().clusters().get(cluster);
    }
    info().setCluster(to == null ? null : to.info());
  }

  /** The client has sent the whole request, though plugins may still hold it. */
  void requestReceived() {
    requestReceivedNanos = stream.loop().nanoTime();
  }

  private StreamInfo info() {
    return stream.info();
  }

  // The request.

  @Override
  public void requestHeaders(HeaderMap headers, boolean endOfStream) {
    request = headers;
    requestEnded = endOfStream;
    if (routeCleared) {
      routeCleared = false;
      stream.routeChosen(stream.manager().routes().find(headers));
    }
    RouteEntry chosen = route;
    if (chosen == null) {
      ResponseFlag.NO_ROUTE_FOUND.addTo(info());
      respond(404, "", "route_not_found", null);
      return;
    }
    Route.Action action = chosen.config().action();
    if (action instanceof DirectResponseAction direct) {
      stream
          .chain()
          .sendLocalResponse(
              new LocalResponse(
                  direct.status(),
                  direct.body().toByteArray(),
                  addedHeaders(chosen, new HeaderMap(4)),
                  -1,
                  "direct_response"));
    } else if (action instanceof RedirectAction redirect) {
      HeaderMap added = HeaderMap.of("location", chosen.location(headers, redirect));
      respond(redirect.responseCode(), "", "direct_response", addedHeaders(chosen, added));
    } else {
      forward(chosen, (RouteAction) action, headers);
    }
  }

  private HeaderMap addedHeaders(RouteEntry chosen, HeaderMap added) {
    if (chosen.changesResponses()) {
      chosen.changeResponse(added, stream.requestHeaders(), info());
    }
    return added;
  }

  private void respond(int status, String body, String details, @Nullable HeaderMap added) {
    stream
        .chain()
        .sendLocalResponse(
            new LocalResponse(
                status,
                body.getBytes(UTF_8),
                added == null ? new HeaderMap(2) : added,
                -1,
                details));
  }

  private void forward(RouteEntry chosen, RouteAction action, HeaderMap headers) {
    String name = chosen.cluster(headers);
    UpstreamCluster to = name == null ? null : stream.manager().clusters().get(name);
    if (to == null) {
      ResponseFlag.NO_CLUSTER_FOUND.addTo(info());
      respond(
          action.clusterNotFoundResponseCode(),
          "",
          "cluster_not_found",
          addedHeaders(chosen, new HeaderMap(2)));
      return;
    }
    cluster = to;
    info().setCluster(to.info());
    Endpoint endpoint = to.choose(stream.loop());
    timeoutNanos = timeout(action, headers);
    RetryPolicy policy = action.retryPolicy().orElse(null);
    if (policy != null && policy.numRetries() > 0 && !policy.retryOn().isEmpty()) {
      retries = new Retries(policy);
    }
    setExpectedTimeout(headers);
    chosen.changeRequest(headers, info(), endpoint == null ? "" : endpoint.hostname());
    if (!"http".equals(headers.get(":scheme")) && !"https".equals(headers.get(":scheme"))) {
      headers.set(":scheme", to.isTls() ? "https" : "http");
    }
    send(to, endpoint);
    startTimer();
  }

  private static long timeout(RouteAction action, HeaderMap headers) {
    String wanted = headers.get("x-envoy-upstream-rq-timeout-ms");
    if (wanted != null) {
      headers.remove("x-envoy-upstream-rq-timeout-ms");
      try {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(wanted));
      } catch (NumberFormatException e) {
        // As if it were not there.
      }
    }
    return action.timeout().map(Duration::toNanos).orElse(0L);
  }

  private void setExpectedTimeout(HeaderMap headers) {
    long left = timeoutNanos;
    RouterTimer global = timer;
    if (global != null && timeoutNanos > 0) {
      left = Math.max(1, global.deadline - stream.loop().nanoTime());
    }
    Retries policy = retries;
    long perTry = policy == null ? 0 : policy.perTryNanos;
    if (perTry > 0) {
      left = left > 0 ? Math.min(left, perTry) : perTry;
    }
    if (left > 0) {
      headers.set(EXPECTED_TIMEOUT, Long.toString(TimeUnit.NANOSECONDS.toMillis(left)));
    }
  }

  private void send(UpstreamCluster to, @Nullable Endpoint endpoint) {
    HeaderMap headers = request;
    if (headers == null) {
      return;
    }
    Attempt next = new Attempt();
    attempt = next;
    info().setAttemptCount(info().attemptCount() + 1);
    if (endpoint == null) {
      next.failed(ExchangeFailure.NO_HEALTHY_UPSTREAM, "");
      return;
    }
    info().setUpstream(new UpstreamInfo(endpoint.host()));
    Retries policy = retries;
    NettyBuffer body = policy == null ? null : policy.body();
    HeaderMap trailers = policy == null ? null : policy.trailers;
    boolean headersOnly = requestEnded && body == null && trailers == null;
    // The headers may change for the next attempt, and this one may have to wait.
    HeaderMap sent = policy == null ? headers : headers.copy();
    UpstreamExchange opened = to.open(stream.loop(), endpoint, sent, headersOnly, next);
    if (attempt != next || closed) {
      opened.reset();
      if (body != null) {
        body.release();
      }
      return;
    }
    next.exchange = opened;
    if (paused || downstreamFull) {
      opened.pauseResponse(true);
    }
    if (body != null) {
      opened.requestBody(body, requestEnded && trailers == null);
    }
    if (trailers != null) {
      opened.requestTrailers(trailers);
    }
    if (policy != null && requestEnded) {
      policy.startTryTimer();
    }
  }

  @Override
  public void requestBody(Buffer data, boolean endOfStream) {
    requestEnded |= endOfStream;
    Attempt current = attempt;
    Retries policy = retries;
    if (policy != null) {
      policy.keep(data);
    }
    if (current == null || current.exchange == null) {
      data.release();
      return;
    }
    current.exchange.requestBody(data, endOfStream);
    if (endOfStream) {
      requestSent();
    }
  }

  @Override
  public void requestTrailers(HeaderMap trailers) {
    requestEnded = true;
    Attempt current = attempt;
    Retries policy = retries;
    if (policy != null) {
      policy.trailers = trailers;
    }
    if (current != null && current.exchange != null) {
      current.exchange.requestTrailers(trailers);
      requestSent();
    }
  }

  /** A METADATA frame, which goes where the request goes. */
  void requestMetadata(HeaderMap metadata) {
    Attempt current = attempt;
    if (current != null && current.exchange != null) {
      current.exchange.requestMetadata(metadata);
    }
  }

  private void requestSent() {
    startTimer();
    Retries policy = retries;
    if (policy != null) {
      policy.startTryTimer();
    }
  }

  /** The time for a response begins when the request is whole. */
  private void startTimer() {
    if (requestEnded && timeoutNanos > 0 && timer == null && !closed && cluster != null) {
      RouterTimer started = new RouterTimer();
      started.deadline = stream.loop().nanoTime() + timeoutNanos;
      timer = started;
      stream.loop().timers().start(started, timeoutNanos);
    }
  }

  /** The whole response takes too long. */
  private final class RouterTimer extends LoopTimers.Timer {
    private long deadline;

    @Override
    protected void fire() {
      UpstreamCluster to = cluster;
      if (to != null) {
        to.countTimeout(false);
      }
      ResponseFlag.UPSTREAM_REQUEST_TIMEOUT.addTo(info());
      timedOut("response_timeout");
    }
  }

  private void timedOut(String details) {
    Attempt current = attempt;
    boolean started = current != null && current.responseStarted;
    dropAttempt();
    if (started) {
      stream.cut(details);
    } else {
      respond(504, "upstream request timeout", details, added());
    }
  }

  private @Nullable HeaderMap added() {
    RouteEntry chosen = route;
    return chosen == null ? null : addedHeaders(chosen, new HeaderMap(4));
  }

  private void dropAttempt() {
    Attempt current = attempt;
    attempt = null;
    if (current != null && current.exchange != null) {
      current.exchange.reset();
    }
  }

  @Override
  public void reset() {
    close();
  }

  /** The stream is over. May be called more than once. */
  void close() {
    closed = true;
    RouterTimer running = timer;
    if (running != null) {
      running.stop();
    }
    Retries policy = retries;
    if (policy != null) {
      policy.close();
    }
    dropAttempt();
  }

  @Override
  public void pauseResponse(boolean value) {
    paused = value;
    applyPause();
  }

  /** Whether the client takes more. */
  void downstreamWritable(boolean writable) {
    downstreamFull = !writable;
    applyPause();
  }

  private void applyPause() {
    Attempt current = attempt;
    if (current != null && current.exchange != null) {
      current.exchange.pauseResponse(paused || downstreamFull);
    }
  }

  @Override
  public void clearRouteCache() {
    routeCleared = true;
  }

  // The response.

  /** One time that the request is sent. */
  private final class Attempt implements ExchangeListener {
    private final long begun = stream.loop().nanoTime();
    private @Nullable UpstreamExchange exchange;
    private boolean responseStarted;

    @Override
    public void connected(UpstreamConnection connection) {
      UpstreamInfo upstream = info().upstream();
      if (upstream != null && attempt == this) {
        upstream.setLocalAddress(connection.localAddress());
        upstream.setTls(connection.tls());
        upstream.setConnectionPoolReadyNanos(stream.loop().nanoTime() - begun);
      }
    }

    @Override
    public void responseHeaders(HeaderMap headers, boolean endOfStream) {
      if (attempt != this) {
        return;
      }
      int status = Statuses.number(headers.get(":status"));
      if (status < 200 && status != 101) {
        return; // Envoy keeps them to itself, unless told otherwise.
      }
      Retries policy = retries;
      if (policy != null && policy.wantsAfter(status) && policy.begin()) {
        dropAttempt();
        policy.scheduleSend();
        return;
      }
      responseStarted = true;
      if (policy != null) {
        policy.answered(status);
      }
      if (stream.isRequestEnded()) {
        long millis =
            TimeUnit.NANOSECONDS.toMillis(stream.loop().nanoTime() - requestReceivedNanos);
        headers.set(SERVICE_TIME, Long.toString(millis));
      }
      RouteEntry chosen = route;
      info().setResponseCode(status);
      if (chosen != null && chosen.changesResponses()) {
        chosen.changeResponse(headers, stream.requestHeaders(), info());
      }
      info().setResponseCodeDetails("via_upstream");
      if (endOfStream) {
        responseEnded();
      }
      stream.chain().responseHeaders(headers, endOfStream);
    }

    @Override
    public void responseBody(Buffer data, boolean endOfStream) {
      if (attempt != this) {
        data.release();
        return;
      }
      if (endOfStream) {
        responseEnded();
      }
      stream.chain().responseBody(data, endOfStream);
    }

    @Override
    public void responseTrailers(HeaderMap trailers) {
      if (attempt == this) {
        responseEnded();
        stream.chain().responseTrailers(trailers);
      }
    }

    private void responseEnded() {
      RouterTimer running = timer;
      if (running != null) {
        running.stop();
      }
      long nanos = stream.loop().nanoTime() - requestReceivedNanos;
      info().setBackendLatencyNanos(nanos);
      UpstreamCluster to = cluster;
      if (to != null) {
        to.countRequestTime(TimeUnit.NANOSECONDS.toMillis(nanos));
      }
    }

    @Override
    public void failed(ExchangeFailure failure, String transportDetail) {
      if (attempt != this) {
        return;
      }
      attempt = null;
      UpstreamInfo upstream = info().upstream();
      if (upstream != null && !transportDetail.isEmpty()) {
        upstream.setTransportFailureReason(transportDetail);
      }
      Retries policy = retries;
      if (!responseStarted && policy != null && policy.wantsAfter(failure) && policy.begin()) {
        policy.scheduleSend();
        return;
      }
      flag(failure).addTo(info());
      if (policy != null) {
        policy.failed();
      }
      String reason = failure.text() + (transportDetail.isEmpty() ? "" : "|" + transportDetail);
      if (responseStarted) {
        stream.cut("upstream_reset_after_response_started{" + reason + "}");
      } else if (failure == ExchangeFailure.NO_HEALTHY_UPSTREAM) {
        respond(503, "no healthy upstream", "no_healthy_upstream", added());
      } else {
        failedBeforeResponse(failure, reason, policy != null && policy.used > 0);
      }
    }

    @Override
    public void responseMetadata(HeaderMap metadata) {
      if (attempt == this) {
        stream.responseMetadata(metadata);
      }
    }

    @Override
    public void requestWritable(boolean writable) {
      if (attempt == this) {
        stream.upstreamWritable(writable);
      }
    }
  }

  private void failedBeforeResponse(ExchangeFailure failure, String reason, boolean retried) {
    HeaderMap added = added();
    if (failure == ExchangeFailure.OVERFLOW && added != null) {
      added.add("x-envoy-overloaded", "true");
    }
    respond(
        failure == ExchangeFailure.PROTOCOL_ERROR ? 502 : 503,
        "upstream connect error or disconnect/reset before headers. "
            + (retried ? "retried and the latest reset reason: " : "reset reason: ")
            + failure.text(),
        "upstream_reset_before_response_started{" + reason + "}",
        added);
  }

  private static ResponseFlag flag(ExchangeFailure failure) {
    return switch (failure) {
      case NO_HEALTHY_UPSTREAM -> ResponseFlag.NO_HEALTHY_UPSTREAM;
      case CONNECTION_FAILURE, CONNECTION_TIMEOUT -> ResponseFlag.UPSTREAM_CONNECTION_FAILURE;
      case CONNECTION_TERMINATION -> ResponseFlag.UPSTREAM_CONNECTION_TERMINATION;
      case OVERFLOW -> ResponseFlag.UPSTREAM_OVERFLOW;
      case REMOTE_RESET, REMOTE_REFUSED_STREAM -> ResponseFlag.UPSTREAM_REMOTE_RESET;
      case PROTOCOL_ERROR -> ResponseFlag.UPSTREAM_PROTOCOL_ERROR;
    };
  }

  /** Sending a request again: how often, when, and what. */
  private final class Retries {
    private final RetryPolicy policy;
    private final long perTryNanos;
    private final LoopTimers.Timer pauseTimer =
        new LoopTimers.Timer() {
          @Override
          protected void fire() {
            sendAgain();
          }
        };
    private final LoopTimers.Timer tryTimer =
        new LoopTimers.Timer() {
          @Override
          protected void fire() {
            tryTimedOut();
          }
        };
    private @Nullable NettyBuffer kept;
    private @Nullable HeaderMap trailers;
    private int used;
    private boolean tooLong;
    private boolean running;

    Retries(RetryPolicy policy) {
      this.policy = policy;
      this.perTryNanos = policy.perTryTimeout().map(Duration::toNanos).orElse(0L);
    }

    void keep(Buffer data) {
      if (tooLong) {
        return;
      }
      NettyBuffer all = kept;
      if (all == null) {
        all = new NettyBuffer();
        kept = all;
      }
      if (all.length() + data.length() > stream.manager().bufferLimit()) {
        tooLong = true;
        all.release();
        return;
      }
      all.append(data.toByteArray());
    }

    @Nullable NettyBuffer body() {
      NettyBuffer all = kept;
      if (all == null) {
        return null;
      }
      NettyBuffer copy = new NettyBuffer();
      copy.append(all.toByteArray());
      return copy;
    }

    boolean wantsAfter(int status) {
      for (RetryPolicy.On on : policy.retryOn()) {
        boolean wanted =
            switch (on) {
              case SERVER_ERROR -> status >= 500;
              case GATEWAY_ERROR -> status >= 502 && status <= 504;
              case RETRIABLE_4XX -> status == 409;
              case RETRIABLE_STATUS_CODES -> policy.retriableStatusCodes().contains(status);
              case RESET, CONNECT_FAILURE, REFUSED_STREAM -> false;
            };
        if (wanted) {
          return true;
        }
      }
      return false;
    }

    boolean wantsAfter(ExchangeFailure failure) {
      if (failure == ExchangeFailure.NO_HEALTHY_UPSTREAM || failure == ExchangeFailure.OVERFLOW) {
        return false;
      }
      for (RetryPolicy.On on : policy.retryOn()) {
        boolean wanted =
            switch (on) {
              case SERVER_ERROR, GATEWAY_ERROR, RESET -> true;
              case CONNECT_FAILURE ->
                  failure == ExchangeFailure.CONNECTION_FAILURE
                      || failure == ExchangeFailure.CONNECTION_TIMEOUT;
              case REFUSED_STREAM -> failure == ExchangeFailure.REMOTE_REFUSED_STREAM;
              case RETRIABLE_4XX, RETRIABLE_STATUS_CODES -> false;
            };
        if (wanted) {
          return true;
        }
      }
      return false;
    }

    /** Takes one more retry, if there is one. */
    boolean begin() {
      UpstreamCluster to = cluster;
      tryTimer.stop();
      if (to == null || tooLong || used >= policy.numRetries()) {
        return false;
      }
      endRunning(false);
      if (!to.beginRetry()) {
        ResponseFlag.UPSTREAM_OVERFLOW.addTo(info());
        return false;
      }
      running = true;
      used++;
      return true;
    }

    private void endRunning(boolean success) {
      UpstreamCluster to = cluster;
      if (running && to != null) {
        running = false;
        to.endRetry(success);
      }
    }

    /** Envoy waits a random time, up to more and more. */
    void scheduleSend() {
      long base = Math.max(1, policy.baseInterval().toNanos());
      long bound =
          Math.min(policy.maxInterval().toNanos(), base * ((1L << Math.min(used, 30)) - 1));
      long pause = ThreadLocalRandom.current().nextLong(Math.max(1, bound));
      stream.loop().timers().start(pauseTimer, pause);
    }

    private void sendAgain() {
      UpstreamCluster to = cluster;
      HeaderMap headers = request;
      if (closed || to == null || headers == null) {
        return;
      }
      setExpectedTimeout(headers);
      send(to, to.choose(stream.loop()));
    }

    void startTryTimer() {
      if (perTryNanos > 0 && attempt != null) {
        stream.loop().timers().start(tryTimer, perTryNanos);
      }
    }

    private void tryTimedOut() {
      UpstreamCluster to = cluster;
      Attempt current = attempt;
      if (to == null || current == null || current.responseStarted) {
        return;
      }
      to.countTimeout(true);
      dropAttempt();
      if (wantsAfter(ExchangeFailure.REMOTE_RESET) && begin()) {
        scheduleSend();
        return;
      }
      failed();
      ResponseFlag.UPSTREAM_REQUEST_TIMEOUT.addTo(info());
      respond(504, "upstream request timeout", "upstream_per_try_timeout", added());
    }

    void answered(int status) {
      tryTimer.stop();
      endRunning(status < 500);
      if (used >= policy.numRetries() && wantsAfter(status)) {
        exceeded();
      }
    }

    void failed() {
      tryTimer.stop();
      endRunning(false);
      if (used >= policy.numRetries()) {
        exceeded();
      }
    }

    private void exceeded() {
      UpstreamCluster to = cluster;
      ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED.addTo(info());
      if (to != null) {
        to.countRetriesExceeded();
      }
    }

    void close() {
      pauseTimer.stop();
      tryTimer.stop();
      endRunning(false);
      NettyBuffer all = kept;
      if (all != null) {
        all.release();
      }
    }
  }
}
