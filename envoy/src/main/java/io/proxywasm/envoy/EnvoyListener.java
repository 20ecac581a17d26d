package io.proxywasm.envoy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A port that Envoy listens on, with its chain of plugins: HTTP (1.1 and 2 without TLS) or plain
 * TCP.
 *
 * @param name the listener's name, unique
 * @param address the IP address to bind
 * @param port the port, 0 for a free one
 * @param plugins the plugins in the order in which requests pass them
 * @param routes the routes of an HTTP listener, first match wins
 * @param tcpCluster the cluster of a TCP listener; empty for HTTP
 * @param accessLog the access log
 * @param metadataFrames whether METADATA frames of HTTP/2 pass
 */
public record EnvoyListener(
    String name,
    String address,
    int port,
    List<EnvoyPlugin> plugins,
    List<EnvoyRoute> routes,
    Optional<String> tcpCluster,
    Optional<AccessLog> accessLog,
    boolean metadataFrames) {

  /** Copies the lists. */
  public EnvoyListener {
    plugins = List.copyOf(plugins);
    routes = List.copyOf(routes);
  }

  /**
   * Starts an HTTP listener on a free loopback port.
   *
   * @param name the listener's name
   * @return a builder
   */
  public static Builder http(String name) {
    return new Builder(name, null);
  }

  /**
   * Starts a TCP listener on a free loopback port.
   *
   * @param name the listener's name
   * @param cluster where connections go
   * @return a builder
   */
  public static Builder tcp(String name, String cluster) {
    return new Builder(name, cluster);
  }

  /** Collects a listener's settings. */
  public static final class Builder {
    private final String name;
    private final @Nullable String tcpCluster;
    private String address = "127.0.0.1";
    private int port;
    private final List<EnvoyPlugin> plugins = new ArrayList<>();
    private final List<EnvoyRoute> routes = new ArrayList<>();
    private @Nullable AccessLog accessLog;
    private boolean metadataFrames;

    private Builder(String name, @Nullable String tcpCluster) {
      this.name = name;
      this.tcpCluster = tcpCluster;
    }

    /**
     * Sets the address to bind.
     *
     * @param value an IP address
     * @return this
     */
    public Builder address(String value) {
      address = value;
      return this;
    }

    /**
     * Sets the port.
     *
     * @param value the port, 0 for a free one
     * @return this
     */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /**
     * Adds a plugin at the chain's end.
     *
     * @param value the plugin
     * @return this
     */
    public Builder plugin(EnvoyPlugin value) {
      plugins.add(value);
      return this;
    }

    /**
     * Adds a route after the others.
     *
     * @param value the route
     * @return this
     */
    public Builder route(EnvoyRoute value) {
      routes.add(value);
      return this;
    }

    /**
     * Writes Envoy's default access log line.
     *
     * @param file the file
     * @return this
     */
    public Builder accessLog(Path file) {
      accessLog = new AccessLog(file, Optional.empty());
      return this;
    }

    /**
     * Writes an access log line of your own.
     *
     * @param file the file
     * @param format Envoy's format language, such as {@code %RESPONSE_CODE%
     *     %RESPONSE_CODE_DETAILS%}
     * @return this
     */
    public Builder accessLog(Path file, String format) {
      accessLog = new AccessLog(file, Optional.of(format));
      return this;
    }

    /**
     * Lets METADATA frames of HTTP/2 pass, which Envoy otherwise throws away; see {@link
     * EnvoyCluster#withMetadataFrames}.
     *
     * @return this
     */
    public Builder metadataFrames() {
      metadataFrames = true;
      return this;
    }

    /**
     * Makes the listener.
     *
     * @return the listener
     */
    public EnvoyListener build() {
      return new EnvoyListener(
          name,
          address,
          port,
          plugins,
          routes,
          Optional.ofNullable(tcpCluster),
          Optional.ofNullable(accessLog),
          metadataFrames);
    }
  }
}
