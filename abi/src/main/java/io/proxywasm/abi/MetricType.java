package io.proxywasm.abi;

/** The kinds of metrics: {@code proxy_metric_type_t}. */
public enum MetricType {
  /** Only goes up. */
  COUNTER,
  /** Goes up and down, or is set. */
  GAUGE,
  /** Takes single values. */
  HISTOGRAM;

  /** Returns the number that stands for this constant in the ABI. */
  public int code() {
    return ordinal();
  }

  /**
   * Returns the constant that a number of the ABI stands for.
   *
   * @throws IllegalArgumentException if the ABI gives the number no meaning
   */
  public static MetricType of(int code) {
    MetricType[] all = values();
    if (code < 0 || code >= all.length) {
      throw new IllegalArgumentException(
          "MetricType " + code + " is not in 0.." + (all.length - 1) + " of the ABI");
    }
    return all[code];
  }
}
