package io.proxywasm.proxy.plugin;

import io.proxywasm.host.Callouts;
import io.proxywasm.host.EventLoop;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Stats;
import io.proxywasm.proxy.config.Code;
import io.proxywasm.proxy.config.ConfigException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Code from HTTP servers, which are clusters; kept by its SHA-256. Thread-safe. */
final class RemoteCode {
  private final Callouts callouts;
  private final EventLoop loop;
  private final Map<String, byte[]> known = new ConcurrentHashMap<>();
  private final Stats.Counter hits;
  private final Stats.Counter misses;
  private final Stats.Counter successes;
  private final Stats.Counter failures;
  private final Stats.Gauge entries;

  RemoteCode(Callouts callouts, EventLoop loop, Stats stats) {
    this.callouts = callouts;
    this.loop = loop;
    hits = stats.counter("wasm.remote_load_cache_hits");
    misses = stats.counter("wasm.remote_load_cache_misses");
    successes = stats.counter("wasm.remote_load_fetch_successes");
    failures = stats.counter("wasm.remote_load_fetch_failures");
    entries = stats.gauge("wasm.remote_load_cache_entries");
  }

  /**
   * Fetches code and waits for it. Not called on a loop.
   *
   * @throws ConfigException when it is not to be had, or is not what it should be
   */
  byte[] fetch(Code.Remote code) {
    String sha256 = code.sha256().toLowerCase(Locale.ROOT);
    byte[] present = known.get(sha256);
    if (present != null) {
      hits.increment();
      return present;
    }
    misses.increment();
    for (int tries = 0; ; tries++) {
      try {
        byte[] bytes = request(code).join();
        successes.increment();
        known.put(sha256, bytes);
        entries.set(known.size());
        return bytes;
      } catch (CompletionException e) {
        failures.increment();
        String reason = e.getCause() == null ? e.toString() : e.getCause().getMessage();
        if (tries >= code.numRetries()) {
          throw new ConfigException(
              "Cannot fetch " + code.uri() + " through cluster " + code.cluster() + ": " + reason,
              e);
        }
        pause(code, tries);
      }
    }
  }

  /** Full jitter, as Envoy's. */
  private static void pause(Code.Remote code, int tries) {
    long longest = Math.max(1, code.maxInterval().toMillis());
    long interval =
        Math.min(longest, Math.max(1, code.baseInterval().toMillis()) << Math.min(tries, 20));
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(interval) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("Interrupted while fetching " + code.uri(), e);
    }
  }

  private CompletableFuture<byte[]> request(Code.Remote code) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            send(code, result);
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private void send(Code.Remote code, CompletableFuture<byte[]> result) {
    URI uri = URI.create(code.uri());
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    HeaderMap headers =
        HeaderMap.of(
            ":method",
            "GET",
            ":path",
            uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
            ":authority",
            uri.getRawAuthority() == null ? code.cluster() : uri.getRawAuthority());
    Duration timeout = code.timeout();
    Object call =
        callouts.httpCall(
            new Callouts.HttpRequest(
                loop,
                code.cluster(),
                headers,
                new byte[0],
                new HeaderMap(0),
                Math.max(1, timeout.toMillis())),
            new Callouts.HttpListener() {
              @Override
              public void onResponse(HeaderMap response, byte[] body, HeaderMap trailers) {
                check(code, response.get(":status"), body, result);
              }

              @Override
              public void onFailure(String reason) {
                result.completeExceptionally(new ConfigException(reason));
              }
            });
    if (call == null) {
      result.completeExceptionally(new ConfigException("there is no such cluster"));
    }
  }

  private static void check(
      Code.Remote code,
      @org.jspecify.annotations.Nullable String status,
      byte[] body,
      CompletableFuture<byte[]> result) {
    if (!"200".equals(status)) {
      result.completeExceptionally(new ConfigException("the answer is " + status));
      return;
    }
    String sha256 = sha256(body);
    if (!sha256.equalsIgnoreCase(code.sha256())) {
      result.completeExceptionally(
          new ConfigException("its SHA-256 is " + sha256 + " and should be " + code.sha256()));
      return;
    }
    result.complete(body);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
