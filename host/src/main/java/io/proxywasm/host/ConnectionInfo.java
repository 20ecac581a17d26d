package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/**
 * What plugins and access logs can learn of a connection of a client; all streams of the connection
 * share it. Used on one loop.
 */
public final class ConnectionInfo {
  private static final ListenerInfo NO_LISTENER = new ListenerInfo(0, MessageType.EMPTY_METADATA);

  private final long id;
  private final String sourceAddress;
  private final int sourcePort;
  private final String destinationAddress;
  private final int destinationPort;
  private ListenerInfo listener = NO_LISTENER;
  private String filterChainName = "";
  private String requestedServerName = "";
  private String transportFailureReason = "";
  private @Nullable String terminationDetails;
  private @Nullable TlsInfo tls;
  private @Nullable FilterState filterState;

  /**
   * Makes one. Addresses are with their port, as in {@code 127.0.0.1:80} and {@code [::1]:80}.
   *
   * @param id a number of its own for each connection
   * @param sourceAddress the client's address
   * @param sourcePort the client's port, or -1 when the address has none
   * @param destinationAddress the address that the client connected to
   * @param destinationPort its port, or -1
   */
  public ConnectionInfo(
      long id,
      String sourceAddress,
      int sourcePort,
      String destinationAddress,
      int destinationPort) {
    this.id = id;
    this.sourceAddress = sourceAddress;
    this.sourcePort = sourcePort;
    this.destinationAddress = destinationAddress;
    this.destinationPort = destinationPort;
  }

  /** The connection's number. */
  public long id() {
    return id;
  }

  /** The client's address with its port. */
  public String sourceAddress() {
    return sourceAddress;
  }

  /** The client's port, or -1. */
  public int sourcePort() {
    return sourcePort;
  }

  /** The address that the client connected to, with its port. */
  public String destinationAddress() {
    return destinationAddress;
  }

  /** The port that the client connected to, or -1. */
  public int destinationPort() {
    return destinationPort;
  }

  /** The listener that took the connection. */
  public ListenerInfo listener() {
    return listener;
  }

  /** Sets {@link #listener}. */
  public ConnectionInfo setListener(ListenerInfo value) {
    listener = value;
    return this;
  }

  /** The name of the filter chain, or empty. */
  public String filterChainName() {
    return filterChainName;
  }

  /** Sets {@link #filterChainName}. */
  public ConnectionInfo setFilterChainName(String value) {
    filterChainName = value;
    return this;
  }

  /** The server name that the client asked for in its TLS handshake (SNI), or empty. */
  public String requestedServerName() {
    return requestedServerName;
  }

  /** Sets {@link #requestedServerName}. */
  public ConnectionInfo setRequestedServerName(String value) {
    requestedServerName = value;
    return this;
  }

  /** Why the TLS handshake with the client failed, or empty. */
  public String transportFailureReason() {
    return transportFailureReason;
  }

  /** Sets {@link #transportFailureReason}. */
  public ConnectionInfo setTransportFailureReason(String value) {
    transportFailureReason = value;
    return this;
  }

  /** Why the proxy closed the connection; null when it did not. */
  public @Nullable String terminationDetails() {
    return terminationDetails;
  }

  /** Sets {@link #terminationDetails}. */
  public ConnectionInfo setTerminationDetails(@Nullable String value) {
    terminationDetails = value;
    return this;
  }

  /** The connection's TLS; null without TLS. */
  public @Nullable TlsInfo tls() {
    return tls;
  }

  /** Sets {@link #tls}, after the handshake. */
  public ConnectionInfo setTls(@Nullable TlsInfo value) {
    tls = value;
    return this;
  }

  /** What filters keep as long as the connection lives; streams see it in their own. */
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
}
