package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When a request is sent again.
 *
 * @param retryOn after what
 * @param numRetries how often, at most
 * @param perTryTimeout the time for one try; empty for that of the route
 * @param retriableStatusCodes the statuses for {@link On#RETRIABLE_STATUS_CODES}
 * @param baseInterval the shortest pause between tries
 * @param maxInterval the longest pause between tries
 */
public record RetryPolicy(
    Set<On> retryOn,
    int numRetries,
    Optional<Duration> perTryTimeout,
    Set<Integer> retriableStatusCodes,
    Duration baseInterval,
    Duration maxInterval) {

  /** Copies the sets. */
  public RetryPolicy {
    retryOn = Set.copyOf(retryOn);
    retriableStatusCodes = Set.copyOf(retriableStatusCodes);
  }

  /** After what a request is sent again. */
  public enum On {
    /** Any status from 500, or no response at all. */
    SERVER_ERROR("5xx"),
    /** 502, 503, 504, or no response at all. */
    GATEWAY_ERROR("gateway-error"),
    /** No response at all. */
    RESET("reset"),
    /** No connection to the upstream. */
    CONNECT_FAILURE("connect-failure"),
    /** The upstream refused the HTTP/2 stream. */
    REFUSED_STREAM("refused-stream"),
    /** 409. */
    RETRIABLE_4XX("retriable-4xx"),
    /** One of {@link RetryPolicy#retriableStatusCodes()}. */
    RETRIABLE_STATUS_CODES("retriable-status-codes");

    private final String text;

    On(String text) {
      this.text = text;
    }

    /** The word in Envoy's {@code retry_on}. */
    public String text() {
      return text;
    }
  }
}
