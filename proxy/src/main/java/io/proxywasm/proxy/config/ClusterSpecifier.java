package io.proxywasm.proxy.config;

import java.util.List;
import java.util.Map;

/** To which cluster requests or connections go. */
public sealed interface ClusterSpecifier {

  /**
   * Always to the same ({@code cluster}).
   *
   * @param cluster its name
   */
  record Single(String cluster) implements ClusterSpecifier {}

  /**
   * To the one that a request header names ({@code cluster_header}).
   *
   * @param header the header's name
   */
  record Header(String header) implements ClusterSpecifier {}

  /**
   * To one of several, by chance ({@code weighted_clusters}).
   *
   * @param clusters which, the sum of their weights is above 0
   */
  record Weighted(List<Weight> clusters) implements ClusterSpecifier {
    /** Copies the list. */
    public Weighted {
      clusters = List.copyOf(clusters);
    }
  }

  /**
   * One of several clusters.
   *
   * @param cluster its name
   * @param weight how often it is taken, in comparison with the others
   * @param headers headers added and removed, before those of the route
   * @param filterOverrides by the HTTP filter's name; those of the route are in it already where
   *     there are no other ones
   */
  record Weight(
      String cluster,
      int weight,
      HeaderMutations headers,
      Map<String, FilterOverride> filterOverrides) {
    /** Copies the map. */
    public Weight {
      filterOverrides = Map.copyOf(filterOverrides);
    }
  }
}
