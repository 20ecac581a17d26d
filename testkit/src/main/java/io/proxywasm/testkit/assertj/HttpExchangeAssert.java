package io.proxywasm.testkit.assertj;

import io.proxywasm.testkit.HttpExchange;
import java.util.function.Consumer;

/**
 * Assertions about an exchange. Those without a side are about the response as the client sees it;
 * {@link #upstream} has the request as the upstream sees it.
 */
public final class HttpExchangeAssert extends ReportingAssert<HttpExchangeAssert, HttpExchange> {
  HttpExchangeAssert(HttpExchange actual) {
    super(actual, HttpExchangeAssert.class);
  }

  @Override
  String report() {
    return "exchange: " + actual + "\n" + actual.report();
  }

  private ReceivedAssert response() {
    isNotNull();
    return new ReceivedAssert(actual.client(), "response at the client", this::report);
  }

  private ReceivedAssert request() {
    isNotNull();
    return new ReceivedAssert(actual.upstream(), "request at the upstream", this::report);
  }

  private HttpExchangeAssert with(Consumer<ReceivedAssert> assertion) {
    assertion.accept(response());
    return this;
  }

  /** The client has got the response's headers, with this status. */
  public HttpExchangeAssert hasStatus(int status) {
    return with(response -> response.hasStatus(status));
  }

  /** The response's header has this value, and only this. */
  public HttpExchangeAssert hasHeader(String name, String value) {
    return with(response -> response.hasHeader(name, value));
  }

  /** The response's header has these values in this order, and no others. */
  public HttpExchangeAssert hasHeaders(String name, String... values) {
    return with(response -> response.hasHeaders(name, values));
  }

  /** The response has no such header. */
  public HttpExchangeAssert hasNoHeader(String name) {
    return with(response -> response.hasNoHeader(name));
  }

  /** The response's body up to now, as UTF-8, is this. */
  public HttpExchangeAssert hasBody(String body) {
    return with(response -> response.hasBody(body));
  }

  /** The response's body up to now has this in it, as UTF-8. */
  public HttpExchangeAssert hasBodyContaining(String part) {
    return with(response -> response.hasBodyContaining(part));
  }

  /** The response's trailer has this value, and only this. */
  public HttpExchangeAssert hasTrailer(String name, String value) {
    return with(response -> response.hasTrailer(name, value));
  }

  /** The client has got all of a response. */
  public HttpExchangeAssert isComplete() {
    return with(ReceivedAssert::isComplete);
  }

  /** The client has got no response. */
  public HttpExchangeAssert isUnanswered() {
    return with(ReceivedAssert::isNothing);
  }

  /** The client's stream was cut off. */
  public HttpExchangeAssert isReset() {
    return with(ReceivedAssert::isReset);
  }

  /** Assertions about the request as the upstream has got it. */
  public HttpExchangeAssert upstream(Consumer<ReceivedAssert> assertions) {
    assertions.accept(request());
    return this;
  }

  /** The upstream has got this header with this value, and only this. */
  public HttpExchangeAssert hasUpstreamHeader(String name, String value) {
    return upstream(request -> request.hasHeader(name, value));
  }

  /** The upstream has got no such header. */
  public HttpExchangeAssert hasNoUpstreamHeader(String name) {
    return upstream(request -> request.hasNoHeader(name));
  }

  /** The upstream has got this body up to now, as UTF-8. */
  public HttpExchangeAssert hasUpstreamBody(String body) {
    return upstream(request -> request.hasBody(body));
  }

  /** The upstream has got all of the request. */
  public HttpExchangeAssert reachedUpstream() {
    return upstream(ReceivedAssert::isComplete);
  }

  /** The upstream has got nothing of the request. */
  public HttpExchangeAssert didNotReachUpstream() {
    return upstream(ReceivedAssert::isNothing);
  }

  /** A plugin holds the request or the response back. */
  public HttpExchangeAssert isPaused() {
    return check(
        actual.isRequestPaused() || actual.isResponsePaused(),
        "a paused request or response",
        "nothing is held back");
  }

  /** A plugin holds the request back. */
  public HttpExchangeAssert isRequestPaused() {
    return check(actual.isRequestPaused(), "a paused request", "it is not held back");
  }

  /** A plugin holds the response back. */
  public HttpExchangeAssert isResponsePaused() {
    return check(actual.isResponsePaused(), "a paused response", "it is not held back");
  }

  /** No plugin holds anything back. */
  public HttpExchangeAssert isNotPaused() {
    return check(
        !actual.isRequestPaused() && !actual.isResponsePaused(),
        "that nothing is paused",
        actual.isRequestPaused() ? "the request is" : "the response is");
  }

  /** A plugin, or the host, has answered in the upstream's stead. */
  public HttpExchangeAssert isLocalResponse() {
    return check(
        actual.isLocalResponse(),
        "a local response",
        actual.client().hasHeaders() ? "the upstream has answered" : "there is no response");
  }
}
