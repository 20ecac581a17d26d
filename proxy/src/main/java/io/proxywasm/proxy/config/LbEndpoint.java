package io.proxywasm.proxy.config;

/**
 * An endpoint of a cluster.
 *
 * @param address where
 * @param hostname its name for {@code auto_host_rewrite}; empty for the address's
 * @param loadBalancingWeight how much of the load it gets
 * @param metadata data for filters
 */
public record LbEndpoint(
    Address address, String hostname, int loadBalancingWeight, Metadata metadata) {

  /** An endpoint with the weight 1. */
  public static LbEndpoint of(Address address) {
    return new LbEndpoint(address, "", 1, Metadata.EMPTY);
  }
}
