package io.proxywasm.examples.metrics;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Counter;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.ProxyWasm;
import java.util.HashMap;
import java.util.Map;

/** Counts the requests with each value of a header. */
public final class HeaderMetrics extends HttpContext {
  private static final String HEADER = "my-custom-header";

  /** As names and values of tags stand in the name, the proxy can make tags of them. */
  private static final String PREFIX = "custom_header_value_counts_value=";

  private static final String SUFFIX = "_reporter=wasmjavasdk";

  /** Metrics are never freed, and clients choose the values: so there is an end to it. */
  private static final int MAX_VALUES = 20;

  private static final int MAX_LENGTH = 32;

  /** Belongs to the VM, and each worker of Envoy has one; the counters are common to all. */
  private static final Map<String, Counter> COUNTERS = new HashMap<>();

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.http(HeaderMetrics::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    String value = headers.get(HEADER);
    if (value != null) {
      counter(value).increment();
    }
    return Action.CONTINUE;
  }

  private static Counter counter(String value) {
    Counter known = COUNTERS.get(value);
    if (known != null) {
      return known;
    }
    if (COUNTERS.size() >= MAX_VALUES || value.length() > MAX_LENGTH) {
      return Metrics.counter(PREFIX + "other" + SUFFIX);
    }
    Counter fresh = Metrics.counter(PREFIX + value + SUFFIX);
    COUNTERS.put(value, fresh);
    return fresh;
  }
}
