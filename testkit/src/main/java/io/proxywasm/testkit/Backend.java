package io.proxywasm.testkit;

import io.proxywasm.abi.LogLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What runs the plugins of a {@link TestProxy}: the host in this JVM, or an Envoy. */
interface Backend extends AutoCloseable {
  HttpLink open(HttpExchange exchange);

  TcpLink open(TcpExchange exchange);

  List<HttpCallout> httpCallouts();

  List<GrpcCallout> grpcCallouts();

  List<LogLine> log();

  void setLogLevel(LogLevel lowest);

  /** A counter or gauge by the name that the plugin gave it; 0 when there is none. */
  long metric(String name);

  /** How many values a histogram has got, and their sum. */
  HistogramValue histogram(String name);

  List<String> trace();

  /** The mistakes that were seen in calls, without those that are seen in exchanges. */
  List<Mistake> mistakes();

  /** Whether something may still happen that no one does now: a call that waits, a tick. */
  boolean isSomethingUnderWay();

  void advance(Duration time);

  Instant now();

  @Override
  void close();
}
