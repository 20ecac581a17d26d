package io.proxywasm.examples.tcprouting;

import io.proxywasm.net.IpAddress;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.EnvoyFunctions;
import io.proxywasm.sdk.EnvoyFunctions.LifeSpan;
import io.proxywasm.sdk.HostcallException;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.TcpContext;
import io.proxywasm.sdk.properties.Source;

/** Chooses the cluster of a TCP connection by the last byte of the client's address. */
public final class TcpRouting extends PluginContext {
  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(TcpRouting::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    Log.info("Configuration: \"" + configuration + "\"");
    return true;
  }

  @Override
  public TcpContext createTcpContext() {
    return new Connection();
  }

  private static final class Connection extends TcpContext {
    @Override
    public Action onNewConnection() {
      String source = Source.address();
      IpAddress address = source == null ? null : IpAddress.parse(source);
      if (address == null) {
        Log.warn("no address to route by: " + source);
        return Action.CONTINUE;
      }
      byte[] bytes = address.toByteArray();
      String cluster = bytes[bytes.length - 1] % 2 == 0 ? "egress-router1" : "egress-router2";
      try {
        EnvoyFunctions.setFilterState("envoy.tcp_proxy.cluster", cluster, LifeSpan.FILTER_CHAIN);
        Log.info("Routed source " + source + " to " + cluster);
      } catch (HostcallException refused) {
        // A host that is not Envoy may not have the function: tcp_proxy's own cluster serves then.
        Log.warn("cannot set the filter state: " + refused.getMessage());
      }
      return Action.CONTINUE;
    }
  }
}
