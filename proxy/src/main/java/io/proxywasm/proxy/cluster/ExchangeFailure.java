package io.proxywasm.proxy.cluster;

/** Why an exchange with an upstream failed. */
public enum ExchangeFailure {
  /** The cluster has no endpoint. */
  NO_HEALTHY_UPSTREAM("no healthy upstream"),
  /** No connection could be made. */
  CONNECTION_FAILURE("remote connection failure"),
  /** No connection could be made in time. */
  CONNECTION_TIMEOUT("connection timeout"),
  /** The connection ended before the response did. */
  CONNECTION_TERMINATION("connection termination"),
  /** A limit of the cluster is reached. */
  OVERFLOW("overflow"),
  /** The upstream reset the stream. */
  REMOTE_RESET("remote reset"),
  /** The upstream refused the stream: it has not looked at it. */
  REMOTE_REFUSED_STREAM("remote refused stream reset"),
  /** The upstream does not speak HTTP as it should. */
  PROTOCOL_ERROR("protocol error");

  private final String text;

  ExchangeFailure(String text) {
    this.text = text;
  }

  /** Envoy's words ("reset reason: ..."). */
  public String text() {
    return text;
  }
}
