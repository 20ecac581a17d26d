package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Timeouts of an HTTP listener; empty means no limit.
 *
 * @param request for the whole request ({@code request_timeout})
 * @param requestHeaders for the request's headers ({@code request_headers_timeout})
 * @param streamIdle without any byte of a stream, either way ({@code stream_idle_timeout})
 * @param idle for a connection without streams ({@code common_http_protocol_options.idle_timeout})
 * @param maxConnectionDuration for a connection ({@code
 *     common_http_protocol_options.max_connection_duration})
 */
public record HttpTimeouts(
    Optional<Duration> request,
    Optional<Duration> requestHeaders,
    Optional<Duration> streamIdle,
    Optional<Duration> idle,
    Optional<Duration> maxConnectionDuration) {
  /** Envoy's. */
  public static final HttpTimeouts DEFAULT =
      new HttpTimeouts(
          Optional.empty(),
          Optional.empty(),
          Optional.of(Duration.ofMinutes(5)),
          Optional.of(Duration.ofHours(1)),
          Optional.empty());
}
