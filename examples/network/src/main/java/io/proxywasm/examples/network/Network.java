package io.proxywasm.examples.network;

import io.proxywasm.abi.PeerType;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Counter;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.Properties;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.TcpContext;
import io.proxywasm.sdk.properties.Upstream;

/** Logs what happens on TCP connections, and counts them. */
public final class Network extends PluginContext {
  private Counter connections;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(Network::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    connections = Metrics.counter("proxy_wasm_java.connection_counter");
    return true;
  }

  @Override
  public TcpContext createTcpContext() {
    return new Connection();
  }

  private final class Connection extends TcpContext {
    @Override
    public Action onNewConnection() {
      Log.info("new connection!");
      return Action.CONTINUE;
    }

    @Override
    public Action onDownstreamData(Body data, boolean endOfStream) {
      if (data.size() > 0) {
        Log.info(">>>>>> downstream data received >>>>>>\n" + data.get());
      }
      return Action.CONTINUE;
    }

    @Override
    public void onDownstreamClose(PeerType peer) {
      Log.info("downstream connection close!");
    }

    @Override
    public Action onUpstreamData(Body data, boolean endOfStream) {
      if (data.size() > 0) {
        Log.info("remote address: " + Upstream.address());
        for (Header pair :
            Properties.pairs("xds", "cluster_metadata", "filter_metadata", "location")) {
          Log.info("upstream cluster metadata location[" + pair.name() + "]=" + pair.value());
        }
        Log.info("<<<<<< upstream data received <<<<<<\n" + data.get());
      }
      return Action.CONTINUE;
    }

    @Override
    public void onDone() {
      connections.increment();
      Log.info("connection complete!");
    }
  }
}
