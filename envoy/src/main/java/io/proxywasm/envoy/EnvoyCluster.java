package io.proxywasm.envoy;

/**
 * An upstream: one host and port.
 *
 * @param name the name routes and callouts use
 * @param host an IP address, or a name that Envoy resolves
 * @param port the port
 * @param http2 whether Envoy speaks HTTP/2 (without TLS) to it
 */
public record EnvoyCluster(String name, String host, int port, boolean http2) {

  /**
   * Makes an HTTP/1.1 upstream.
   *
   * @param name the name routes and callouts use
   * @param host an IP address or a name
   * @param port the port
   * @return the cluster
   */
  public static EnvoyCluster of(String name, String host, int port) {
    return new EnvoyCluster(name, host, port, false);
  }

  /**
   * The same with HTTP/2, as gRPC needs it.
   *
   * @return a copy
   */
  public EnvoyCluster withHttp2() {
    return new EnvoyCluster(name, host, port, true);
  }
}
