package io.proxywasm.proxy.config;

/**
 * Where something runs.
 *
 * @param region the region
 * @param zone the zone
 * @param subZone the part of the zone
 */
public record Locality(String region, String zone, String subZone) {
  /** Nothing is known. */
  public static final Locality UNKNOWN = new Locality("", "", "");
}
