package io.proxywasm.host;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What plugins and access logs can learn of one stream (an HTTP request with its response, or a TCP
 * connection) beside its headers: for {@code proxy_get_property}. The proxy fills it in as it goes
 * on; nothing is needed but the connection and the start time. Used on one loop.
 *
 * <p>Sizes are of bodies, without headers. Durations are nanoseconds, -1 when not known.
 */
public final class StreamInfo {
  private final ConnectionInfo connection;
  private final long startTimeNanos;
  private @Nullable String protocol;
  private @Nullable String responseCodeDetails;
  private @Nullable RouteInfo route;
  private @Nullable ClusterInfo cluster;
  private @Nullable UpstreamInfo upstream;
  private @Nullable FilterState filterState;
  private @Nullable Map<String, PropertyValue.Fields> dynamicMetadata;
  private long bytesReceived;
  private long bytesSent;
  private long durationNanos = -1;
  private long backendLatencyNanos = -1;
  private long responseFlags;
  private int responseCode = -1;
  private int attemptCount;

  /**
   * Makes one.
   *
   * @param connection the client's connection
   * @param startTimeNanos when the stream began, in nanoseconds since 1970-01-01
   */
  public StreamInfo(ConnectionInfo connection, long startTimeNanos) {
    this.connection = connection;
    this.startTimeNanos = startTimeNanos;
  }

  /** The client's connection. */
  public ConnectionInfo connection() {
    return connection;
  }

  /** When the stream began, in nanoseconds since 1970-01-01. */
  public long startTimeNanos() {
    return startTimeNanos;
  }

  /** {@code HTTP/1.0}, {@code HTTP/1.1}, {@code HTTP/2} or {@code HTTP/3}; null for TCP. */
  public @Nullable String protocol() {
    return protocol;
  }

  /** Sets {@link #protocol}. */
  public StreamInfo setProtocol(@Nullable String value) {
    protocol = value;
    return this;
  }

  /** The bytes of the request's body that came so far. */
  public long bytesReceived() {
    return bytesReceived;
  }

  /** Counts bytes of the request's body. */
  public StreamInfo addBytesReceived(long count) {
    bytesReceived += count;
    return this;
  }

  /** The bytes of the response's body that were sent so far. */
  public long bytesSent() {
    return bytesSent;
  }

  /** Counts bytes of the response's body. */
  public StreamInfo addBytesSent(long count) {
    bytesSent += count;
    return this;
  }

  /** How long the whole stream took; -1 until it is over. */
  public long durationNanos() {
    return durationNanos;
  }

  /** Sets {@link #durationNanos}. */
  public StreamInfo setDurationNanos(long value) {
    durationNanos = value;
    return this;
  }

  /** From the first byte to the upstream until the last one from it, or -1. */
  public long backendLatencyNanos() {
    return backendLatencyNanos;
  }

  /** Sets {@link #backendLatencyNanos}. */
  public StreamInfo setBackendLatencyNanos(long value) {
    backendLatencyNanos = value;
    return this;
  }

  /** The response's status, or -1 as long as there is none. */
  public int responseCode() {
    return responseCode;
  }

  /** Sets {@link #responseCode}. */
  public StreamInfo setResponseCode(int value) {
    responseCode = value;
    return this;
  }

  /** Who made the response and why, as in Envoy's {@code %RESPONSE_CODE_DETAILS%}, or null. */
  public @Nullable String responseCodeDetails() {
    return responseCodeDetails;
  }

  /** Sets {@link #responseCodeDetails}. */
  public StreamInfo setResponseCodeDetails(@Nullable String value) {
    responseCodeDetails = value;
    return this;
  }

  /** The bits of Envoy's response flags. */
  public long responseFlags() {
    return responseFlags;
  }

  /** Sets more bits of {@link #responseFlags}. */
  public StreamInfo addResponseFlags(long bits) {
    responseFlags |= bits;
    return this;
  }

  /** The route that was chosen; null before, or when there is none. */
  public @Nullable RouteInfo route() {
    return route;
  }

  /** Sets {@link #route}. */
  public StreamInfo setRoute(@Nullable RouteInfo value) {
    route = value;
    return this;
  }

  /** The cluster that the route leads to; null before it is known. */
  public @Nullable ClusterInfo cluster() {
    return cluster;
  }

  /** Sets {@link #cluster}. */
  public StreamInfo setCluster(@Nullable ClusterInfo value) {
    cluster = value;
    return this;
  }

  /** The upstream; null as long as none was chosen. */
  public @Nullable UpstreamInfo upstream() {
    return upstream;
  }

  /** Sets {@link #upstream}. */
  public StreamInfo setUpstream(@Nullable UpstreamInfo value) {
    upstream = value;
    return this;
  }

  /** How often the request was sent to an upstream. */
  public int attemptCount() {
    return attemptCount;
  }

  /** Sets {@link #attemptCount}. */
  public StreamInfo setAttemptCount(int value) {
    attemptCount = value;
    return this;
  }

  /** What filters keep with this stream; it shows what they keep with the connection, too. */
  public FilterState filterState() {
    FilterState state = filterState;
    if (state == null) {
      state = new FilterState(connection);
      filterState = state;
    }
    return state;
  }

  /** As {@link #filterState}, but made only when something is kept. */
  @Nullable FilterState filterStateOrNull() {
    return filterState != null || connection.filterStateOrNull() == null
        ? filterState
        : connection.filterStateOrNull();
  }

  /** The dynamic metadata by the name of the filter that set it, to be read. */
  public Map<String, PropertyValue.Fields> dynamicMetadata() {
    return dynamicMetadata == null ? Map.of() : dynamicMetadata;
  }

  /** Sets the dynamic metadata of one filter. */
  public StreamInfo setDynamicMetadata(String filter, PropertyValue.Fields values) {
    Map<String, PropertyValue.Fields> all = dynamicMetadata;
    if (all == null) {
      all = new LinkedHashMap<>();
      dynamicMetadata = all;
    }
    all.put(filter, values);
    return this;
  }
}
