package io.proxywasm.envoy;

import java.util.Map;

/**
 * An upstream: one host and port.
 *
 * @param name the name routes and callouts use
 * @param host an IP address, or a name that Envoy resolves
 * @param port the port
 * @param http2 whether Envoy speaks HTTP/2 (without TLS) to it
 * @param metadata what plugins and filters can read of the cluster, by the filter it is meant for
 * @param metadataFrames whether METADATA frames of HTTP/2 pass
 */
public record EnvoyCluster(
    String name,
    String host,
    int port,
    boolean http2,
    Map<String, Map<String, String>> metadata,
    boolean metadataFrames) {

  /** Copies the metadata. */
  public EnvoyCluster {
    metadata = Map.copyOf(metadata);
  }

  /**
   * Makes an HTTP/1.1 upstream.
   *
   * @param name the name routes and callouts use
   * @param host an IP address or a name
   * @param port the port
   * @return the cluster
   */
  public static EnvoyCluster of(String name, String host, int port) {
    return new EnvoyCluster(name, host, port, false, Map.of(), false);
  }

  /**
   * The same with HTTP/2, as gRPC needs it.
   *
   * @return a copy
   */
  public EnvoyCluster withHttp2() {
    return new EnvoyCluster(name, host, port, true, metadata, metadataFrames);
  }

  /**
   * The same with metadata, in place of what it has.
   *
   * @param filter the filter it is meant for; plugins can read any
   * @param values the texts by their names
   * @return a copy
   */
  public EnvoyCluster withMetadata(String filter, Map<String, String> values) {
    return new EnvoyCluster(
        name, host, port, http2, Map.of(filter, Map.copyOf(values)), metadataFrames);
  }

  /**
   * The same with HTTP/2 whose METADATA frames pass both ways; Envoy otherwise throws them away.
   * The listener needs {@link EnvoyListener.Builder#metadataFrames} too.
   *
   * @return a copy
   */
  public EnvoyCluster withMetadataFrames() {
    return new EnvoyCluster(name, host, port, true, metadata, true);
  }
}
