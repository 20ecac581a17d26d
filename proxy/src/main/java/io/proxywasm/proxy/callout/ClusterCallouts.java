package io.proxywasm.proxy.callout;

import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import io.proxywasm.host.EventLoop;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.cluster.UpstreamCluster;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Callouts over the clusters of the proxy. Thread-safe. */
public final class ClusterCallouts implements Callouts {
  private final Function<String, @Nullable UpstreamCluster> clusters;

  /**
   * Makes callouts.
   *
   * @param clusters finds a cluster by its name; asked for every call, as clusters may change
   */
  public ClusterCallouts(Function<String, @Nullable UpstreamCluster> clusters) {
    this.clusters = clusters;
  }

  @Override
  public boolean hasCluster(String cluster) {
    return clusters.apply(cluster) != null;
  }

  @Override
  public @Nullable Cancellable httpCall(HttpRequest request, HttpListener listener) {
    UpstreamCluster cluster = clusters.apply(request.cluster());
    if (cluster == null) {
      return null;
    }
    HttpCall call = new HttpCall(loop(request.loop()), cluster, request, listener);
    call.start();
    return call;
  }

  @Override
  public @Nullable GrpcStream grpcStream(GrpcRequest request, GrpcListener listener) {
    UpstreamCluster cluster = clusters.apply(request.cluster());
    if (cluster == null) {
      return null;
    }
    GrpcExchange exchange =
        request.unary()
            ? new GrpcExchange(loop(request.loop()), cluster, request, new UnaryListener(listener))
            : new GrpcExchange(loop(request.loop()), cluster, request, listener);
    exchange.start();
    return exchange;
  }

  private static NettyEventLoop loop(EventLoop loop) {
    return (NettyEventLoop) loop;
  }

  /** A unary call tells either its message or why there is none, as in Envoy. */
  private static final class UnaryListener implements GrpcListener {
    private static final int INTERNAL = 13;

    private final GrpcListener listener;
    private byte @Nullable [] message;

    UnaryListener(GrpcListener listener) {
      this.listener = listener;
    }

    @Override
    public void onInitialMetadata(HeaderMap metadata) {}

    @Override
    public void onMessage(byte[] bytes) {
      message = bytes;
    }

    @Override
    public void onTrailingMetadata(HeaderMap metadata) {}

    @Override
    public void onClose(int status, String text) {
      if (status != 0) {
        listener.onClose(status, text);
      } else if (message == null) {
        listener.onClose(INTERNAL, "");
      } else {
        listener.onMessage(message);
        listener.onClose(0, text);
      }
    }
  }
}
