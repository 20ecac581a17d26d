package io.proxywasm.testkit.assertj;

import io.proxywasm.testkit.TcpExchange;

/** Assertions about a TCP connection. */
public final class TcpExchangeAssert extends ReportingAssert<TcpExchangeAssert, TcpExchange> {
  TcpExchangeAssert(TcpExchange actual) {
    super(actual, TcpExchangeAssert.class);
  }

  @Override
  String report() {
    return "connection: " + actual + "\n" + actual.report();
  }

  /** The plugins have let the connection through to the upstream. */
  public TcpExchangeAssert isConnected() {
    return check(actual.isConnected(), "a connection to the upstream", "there is none");
  }

  /** The upstream has got this up to now, as UTF-8. */
  public TcpExchangeAssert hasUpstreamText(String text) {
    return checkEqual("what the upstream got", text, actual.textAtUpstream());
  }

  /** The client has got this up to now, as UTF-8. */
  public TcpExchangeAssert hasClientText(String text) {
    return checkEqual("what the client got", text, actual.textAtClient());
  }

  /** A plugin has closed the connection. */
  public TcpExchangeAssert isClosedByPlugin() {
    return check(actual.closeDetails() != null, "that a plugin closed it", "none did");
  }
}
