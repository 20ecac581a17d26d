package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/**
 * What plugins and access logs can learn of the upstream of a stream: its host and the connection
 * to it. Made when a host is chosen. Used on one loop.
 */
public final class UpstreamInfo {
  /**
   * A host of a cluster; one for each host, made once.
   *
   * @param address the address with its port, as in {@code 10.0.0.1:80}
   * @param port the port, or -1 when the address has none
   * @param locality where the host is, of {@link PropertyValue#locality}
   * @param metadata the endpoint's metadata, of {@link PropertyValue#metadata}
   * @param localityMetadata the metadata of the endpoint's locality
   */
  public record Host(
      String address,
      int port,
      PropertyValue.Message locality,
      PropertyValue.Message metadata,
      PropertyValue.Message localityMetadata) {
    /** A host of which only the address is known. */
    public static Host of(String address, int port) {
      return new Host(
          address,
          port,
          MessageType.EMPTY_LOCALITY,
          MessageType.EMPTY_METADATA,
          MessageType.EMPTY_METADATA);
    }
  }

  private final @Nullable Host host;
  private @Nullable String localAddress;
  private @Nullable TlsInfo tls;
  private @Nullable FilterState filterState;
  private String transportFailureReason = "";
  private long connectionPoolReadyNanos = -1;

  /** Makes one for a host; null when no host could be chosen. */
  public UpstreamInfo(@Nullable Host host) {
    this.host = host;
  }

  /** The host. */
  public @Nullable Host host() {
    return host;
  }

  /** Our address on the connection to the host, with its port. */
  public @Nullable String localAddress() {
    return localAddress;
  }

  /** Sets {@link #localAddress}. */
  public UpstreamInfo setLocalAddress(String value) {
    localAddress = value;
    return this;
  }

  /** The TLS of the connection to the host; null without TLS. */
  public @Nullable TlsInfo tls() {
    return tls;
  }

  /** Sets {@link #tls}. */
  public UpstreamInfo setTls(@Nullable TlsInfo value) {
    tls = value;
    return this;
  }

  /** What filters keep with the connection to the host. */
  public FilterState filterState() {
    FilterState state = filterState;
    if (state == null) {
      state = new FilterState(null);
      filterState = state;
    }
    return state;
  }

  /** As {@link #filterState}, but null as long as nothing was kept. */
  @Nullable FilterState filterStateOrNull() {
    return filterState;
  }

  /** Why the connection to the host failed, or empty. */
  public String transportFailureReason() {
    return transportFailureReason;
  }

  /** Sets {@link #transportFailureReason}. */
  public UpstreamInfo setTransportFailureReason(String value) {
    transportFailureReason = value;
    return this;
  }

  /** How long it took to get a connection, in nanoseconds; -1 when there is none yet. */
  public long connectionPoolReadyNanos() {
    return connectionPoolReadyNanos;
  }

  /** Sets {@link #connectionPoolReadyNanos}. */
  public UpstreamInfo setConnectionPoolReadyNanos(long value) {
    connectionPoolReadyNanos = value;
    return this;
  }
}
