package io.proxywasm.testkit.assertj;

import io.proxywasm.testkit.HttpCallout;
import java.time.Duration;
import java.util.List;

/** Assertions about an HTTP call of a plugin. */
public final class HttpCalloutAssert extends ReportingAssert<HttpCalloutAssert, HttpCallout> {
  HttpCalloutAssert(HttpCallout actual) {
    super(actual, HttpCalloutAssert.class);
  }

  @Override
  String report() {
    return actual + ", headers " + actual.headers() + ", body '" + actual.text() + "'";
  }

  /** It goes to this cluster. */
  public HttpCalloutAssert hasCluster(String cluster) {
    return checkEqual("the cluster", cluster, actual.cluster());
  }

  /** Its method is this. */
  public HttpCalloutAssert hasMethod(String method) {
    return hasHeader(":method", method);
  }

  /** Its path is this. */
  public HttpCalloutAssert hasPath(String path) {
    return hasHeader(":path", path);
  }

  /** Its header has this value, and only this. */
  public HttpCalloutAssert hasHeader(String name, String value) {
    return checkEqual("the header " + name, List.of(value), actual.headers().all(name));
  }

  /** It has no such header. */
  public HttpCalloutAssert hasNoHeader(String name) {
    return checkEqual("the header " + name, List.of(), actual.headers().all(name));
  }

  /** Its body is this, as UTF-8. */
  public HttpCalloutAssert hasBody(String body) {
    return checkEqual("the body", body, actual.text());
  }

  /** The plugin waits this long. */
  public HttpCalloutAssert hasTimeout(Duration timeout) {
    return checkEqual("the timeout", timeout, actual.timeout());
  }

  /** It waits for an answer. */
  public HttpCalloutAssert isPending() {
    return check(actual.isPending(), "a call that waits", "it is over");
  }
}
