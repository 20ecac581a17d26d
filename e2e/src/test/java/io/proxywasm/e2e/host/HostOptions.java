package io.proxywasm.e2e.host;

/**
 * How to start a host.
 *
 * @param workers how many threads serve
 */
public record HostOptions(int workers) {
  public static HostOptions defaults() {
    return new HostOptions(1);
  }

  public HostOptions withWorkers(int value) {
    return new HostOptions(value);
  }
}
