package io.proxywasm.proxy.cluster;

import io.proxywasm.host.Cancellable;
import io.proxywasm.proxy.config.Cluster;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.LbEndpoint;
import io.proxywasm.proxy.config.LocalityLbEndpoints;
import io.proxywasm.proxy.net.NetAddresses;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Finds the endpoints of one cluster: at once, or by asking for names again and again. */
final class Discovery {
  private final UpstreamCluster cluster;
  private final NettyEventLoop timer;
  private final ExecutorService resolver;
  private volatile @Nullable Cancellable next;
  private volatile boolean stopped;

  Discovery(UpstreamCluster cluster, NettyEventLoop timer, ExecutorService resolver) {
    this.cluster = cluster;
    this.timer = timer;
    this.resolver = resolver;
  }

  void start() {
    if (cluster.config().type() == Cluster.DiscoveryType.STATIC) {
      List<Endpoint> found = new ArrayList<>();
      for (LocalityLbEndpoints place : cluster.config().endpoints()) {
        for (LbEndpoint endpoint : place.lbEndpoints()) {
          String host = endpoint.address().host();
          if (!NetAddresses.isNumeric(host)) {
            throw new ConfigException(
                "malformed IP address: "
                    + host
                    + ". Consider setting resolver_name or setting cluster type to 'STRICT_DNS' or"
                    + " 'LOGICAL_DNS'");
          }
          found.add(make(place, endpoint, NetAddresses.parse(host)));
        }
      }
      cluster.update(found);
    } else {
      resolver.execute(this::resolve);
    }
  }

  void stop() {
    stopped = true;
    Cancellable waiting = next;
    if (waiting != null) {
      waiting.cancel();
    }
  }

  private Endpoint make(LocalityLbEndpoints place, LbEndpoint endpoint, InetAddress address) {
    return new Endpoint(
        endpoint,
        place.locality(),
        new InetSocketAddress(address, endpoint.address().port()),
        cluster.loopCount());
  }

  /** On the resolver's thread. */
  private void resolve() {
    ClusterStats stats = cluster.stats();
    List<Endpoint> found = new ArrayList<>();
    boolean failed = false;
    stats.updateAttempts.increment();
    for (LocalityLbEndpoints place : cluster.config().endpoints()) {
      for (LbEndpoint endpoint : place.lbEndpoints()) {
        try {
          for (InetAddress address : lookUp(endpoint.address().host())) {
            found.add(make(place, endpoint, address));
          }
        } catch (UnknownHostException e) {
          failed = true;
        }
      }
    }
    if (failed) {
      // What was known before is better than nothing, as in Envoy.
      stats.updateFailures.increment();
      cluster.resolved().countDown();
      if (cluster.endpoints().isEmpty() && !found.isEmpty()) {
        cluster.update(found);
      }
    } else {
      stats.updateSuccesses.increment();
      cluster.update(found);
    }
    if (!stopped) {
      next =
          timer.schedule(
              () -> resolver.execute(this::resolve),
              Math.max(1, cluster.config().dns().refreshRate().toMillis()),
              TimeUnit.MILLISECONDS);
    }
  }

  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    List<InetAddress> v4 = new ArrayList<>();
    List<InetAddress> v6 = new ArrayList<>();
    for (InetAddress address :
        NetAddresses.isNumeric(host)
            ? new InetAddress[] {NetAddresses.parse(host)}
            : InetAddress.getAllByName(host)) {
      (address instanceof Inet4Address ? v4 : v6).add(address);
    }
    List<InetAddress> chosen =
        switch (cluster.config().dns().lookupFamily()) {
          case V4_ONLY -> v4;
          case V6_ONLY -> v6;
          case AUTO -> v6.isEmpty() ? v4 : v6;
          case V4_PREFERRED -> v4.isEmpty() ? v6 : v4;
          case ALL -> {
            List<InetAddress> both = new ArrayList<>(v6);
            both.addAll(v4);
            yield both;
          }
        };
    boolean one = cluster.config().type() == Cluster.DiscoveryType.LOGICAL_DNS;
    return one && chosen.size() > 1 ? chosen.subList(0, 1) : chosen;
  }
}
