package io.proxywasm.proxy.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * The endpoints in one place.
 *
 * @param locality which place
 * @param lbEndpoints the endpoints
 * @param loadBalancingWeight how much of the load the place gets
 */
public record LocalityLbEndpoints(
    Locality locality, List<LbEndpoint> lbEndpoints, OptionalInt loadBalancingWeight) {

  /** Copies the list. */
  public LocalityLbEndpoints {
    lbEndpoints = List.copyOf(lbEndpoints);
  }

  /** Endpoints somewhere. */
  public static LocalityLbEndpoints of(List<LbEndpoint> endpoints) {
    return new LocalityLbEndpoints(Locality.UNKNOWN, endpoints, OptionalInt.empty());
  }
}
