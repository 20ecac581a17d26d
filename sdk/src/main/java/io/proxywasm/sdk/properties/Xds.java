package io.proxywasm.sdk.properties;

import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Properties;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The configuration of the host that serves the current stream. */
public final class Xds {
  private Xds() {}

  /**
   * Returns the name of the cluster that the request is routed to, or null if it is not known:
   * {@code xds.cluster_name}, {@code cluster_name} before Envoy 1.33.
   */
  public static @Nullable String clusterName() {
    String value = Properties.text("xds", "cluster_name");
    return value != null ? value : Properties.text("cluster_name");
  }

  /**
   * Returns the metadata of the cluster, serialized, or null if it is not known; valid until the
   * callback returns: {@code xds.cluster_metadata}, {@code cluster_metadata} before Envoy 1.33.
   */
  public static @Nullable Bytes clusterMetadata() {
    Bytes value = Properties.bytes("xds", "cluster_metadata");
    return value != null ? value : Properties.bytes("cluster_metadata");
  }

  /**
   * Returns the name of the route, or null if it is not known: {@code xds.route_name}, {@code
   * route_name} before Envoy 1.33.
   */
  public static @Nullable String routeName() {
    String value = Properties.text("xds", "route_name");
    return value != null ? value : Properties.text("route_name");
  }

  /**
   * Returns the metadata of the route, serialized, or null if it is not known; valid until the
   * callback returns: {@code xds.route_metadata}, {@code route_metadata} before Envoy 1.33.
   */
  public static @Nullable Bytes routeMetadata() {
    Bytes value = Properties.bytes("xds", "route_metadata");
    return value != null ? value : Properties.bytes("route_metadata");
  }

  /**
   * Returns the name of the virtual host, or null if it is not known: {@code
   * xds.virtual_host_name}.
   */
  public static @Nullable String virtualHostName() {
    return Properties.text("xds", "virtual_host_name");
  }

  /**
   * Returns the metadata of the virtual host, serialized, or null if it is not known; valid until
   * the callback returns: {@code xds.virtual_host_metadata}.
   */
  public static @Nullable Bytes virtualHostMetadata() {
    return Properties.bytes("xds", "virtual_host_metadata");
  }

  /**
   * Returns the metadata of the upstream's host, serialized, or null if it is not known; valid
   * until the callback returns: {@code xds.upstream_host_metadata}, {@code upstream_host_metadata}
   * before Envoy 1.33.
   */
  public static @Nullable Bytes upstreamHostMetadata() {
    Bytes value = Properties.bytes("xds", "upstream_host_metadata");
    return value != null ? value : Properties.bytes("upstream_host_metadata");
  }

  /**
   * Returns the name of the listener's filter chain, or null if it is not known: {@code
   * xds.filter_chain_name}.
   */
  public static @Nullable String filterChainName() {
    return Properties.text("xds", "filter_chain_name");
  }

  /**
   * Returns the metadata of the listener, serialized, or null if it is not known; valid until the
   * callback returns: {@code xds.listener_metadata}, {@code listener_metadata} before Envoy 1.33.
   */
  public static @Nullable Bytes listenerMetadata() {
    Bytes value = Properties.bytes("xds", "listener_metadata");
    return value != null ? value : Properties.bytes("listener_metadata");
  }

  /**
   * Returns which way the traffic of the listener goes (0 is not said, 1 in, 2 out), or nothing if
   * it is not known: {@code xds.listener_direction}, {@code listener_direction} before Envoy 1.33.
   */
  public static OptionalLong listenerDirection() {
    OptionalLong value = Properties.number("xds", "listener_direction");
    return value.isPresent() ? value : Properties.number("listener_direction");
  }

  /**
   * Returns a text of the node that the host is, by the path of its fields, such as {@code "id"} or
   * {@code "locality", "zone"}; null if it is not known: {@code xds.node}, {@code node} before
   * Envoy 1.33.
   */
  public static @Nullable String node(String... path) {
    String[] full = new String[path.length + 2];
    full[0] = "xds";
    full[1] = "node";
    String[] old = new String[path.length + 1];
    old[0] = "node";
    for (int i = 0; i < path.length; i++) {
      full[i + 2] = path[i];
      old[i + 1] = path[i];
    }
    String value = Properties.text(full);
    return value != null ? value : Properties.text(old);
  }
}
