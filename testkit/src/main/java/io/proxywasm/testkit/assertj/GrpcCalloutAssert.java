package io.proxywasm.testkit.assertj;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.testkit.GrpcCallout;
import java.util.List;

/** Assertions about a gRPC call or stream of a plugin. */
public final class GrpcCalloutAssert extends ReportingAssert<GrpcCalloutAssert, GrpcCallout> {
  GrpcCalloutAssert(GrpcCallout actual) {
    super(actual, GrpcCalloutAssert.class);
  }

  @Override
  String report() {
    return actual + ", metadata " + actual.metadata() + ", messages " + texts();
  }

  private List<String> texts() {
    return actual.messages().stream().map(message -> new String(message, UTF_8)).toList();
  }

  /** It goes to this cluster. */
  public GrpcCalloutAssert hasCluster(String cluster) {
    return checkEqual("the cluster", cluster, actual.cluster());
  }

  /** It calls this method of this service. */
  public GrpcCalloutAssert calls(String service, String method) {
    return checkEqual(
        "the method", service + "/" + method, actual.service() + "/" + actual.method());
  }

  /** Its initial metadata has this value, and only this. */
  public GrpcCalloutAssert hasMetadata(String name, String value) {
    return checkEqual("the metadata " + name, List.of(value), actual.metadata().all(name));
  }

  /** The plugin has sent these messages up to now, as UTF-8. */
  public GrpcCalloutAssert hasMessages(String... messages) {
    return checkEqual("the messages", List.of(messages), texts());
  }

  /** The plugin has closed its side. */
  public GrpcCalloutAssert isClosedByPlugin() {
    return check(actual.isClosedByPlugin(), "a call closed by the plugin", "it is not");
  }

  /** It is not over. */
  public GrpcCalloutAssert isPending() {
    return check(actual.isPending(), "a call that goes on", "it is over");
  }
}
