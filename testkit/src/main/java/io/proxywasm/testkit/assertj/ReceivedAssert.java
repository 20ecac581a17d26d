package io.proxywasm.testkit.assertj;

import io.proxywasm.testkit.Received;
import java.util.List;
import java.util.function.Supplier;

/** Assertions about what has come through to one side: a request or a response. */
public final class ReceivedAssert extends ReportingAssert<ReceivedAssert, Received> {
  private final String name;
  private final Supplier<String> report;

  ReceivedAssert(Received actual, String name, Supplier<String> report) {
    super(actual, ReceivedAssert.class);
    this.name = name;
    this.report = report;
  }

  @Override
  String report() {
    return report.get();
  }

  /** The headers have come, and {@code :status} is this. */
  public ReceivedAssert hasStatus(int status) {
    return check(
        actual.status() == status,
        "the status of the " + name + ": " + status,
        actual.hasHeaders() ? "it is: " + actual.status() : "no headers came");
  }

  /** The header has this value, and only this. */
  public ReceivedAssert hasHeader(String header, String value) {
    return hasHeaders(header, value);
  }

  /** The header has these values in this order, and no others. */
  public ReceivedAssert hasHeaders(String header, String... values) {
    return checkEqual(
        "the header " + header + " of the " + name, List.of(values), actual.headers().all(header));
  }

  /** The header is not there. */
  public ReceivedAssert hasNoHeader(String header) {
    return checkEqual(
        "the header " + header + " of the " + name, List.of(), actual.headers().all(header));
  }

  /** The body up to now, as UTF-8, is this. */
  public ReceivedAssert hasBody(String body) {
    return checkEqual("the body of the " + name, body, actual.text());
  }

  /** The body up to now has this in it, as UTF-8. */
  public ReceivedAssert hasBodyContaining(String part) {
    return check(
        actual.text().contains(part),
        "the body of the " + name + " with '" + part + "' in it",
        "it is: '" + actual.text() + "'");
  }

  /** The trailer has this value, and only this. */
  public ReceivedAssert hasTrailer(String trailer, String value) {
    return checkEqual(
        "the trailer " + trailer + " of the " + name,
        List.of(value),
        actual.trailers().all(trailer));
  }

  /** The trailer is not there. */
  public ReceivedAssert hasNoTrailer(String trailer) {
    return checkEqual(
        "the trailer " + trailer + " of the " + name, List.of(), actual.trailers().all(trailer));
  }

  /** All of it has come. */
  public ReceivedAssert isComplete() {
    return check(actual.isComplete(), "all of the " + name, "it has not ended: " + actual);
  }

  /** Its headers have come, its end has not. */
  public ReceivedAssert isNotComplete() {
    return check(!actual.isComplete(), "not all of the " + name, "it has ended: " + actual);
  }

  /** Nothing has come. */
  public ReceivedAssert isNothing() {
    return check(
        !actual.hasHeaders() && actual.resetReason() == null,
        "nothing of the " + name,
        "there came: " + actual);
  }

  /** It was cut off. */
  public ReceivedAssert isReset() {
    return check(actual.resetReason() != null, "a reset " + name, "it is not: " + actual);
  }
}
