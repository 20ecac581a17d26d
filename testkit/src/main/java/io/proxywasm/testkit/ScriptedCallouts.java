package io.proxywasm.testkit;

import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The other clusters, which the test plays. */
final class ScriptedCallouts implements Callouts {
  private final Set<String> clusters;
  final List<HttpCallout> http = new ArrayList<>();
  final List<GrpcCallout> grpc = new ArrayList<>();

  ScriptedCallouts(Set<String> clusters) {
    this.clusters = Set.copyOf(clusters);
  }

  @Override
  public boolean hasCluster(String cluster) {
    return clusters.contains(cluster);
  }

  @Override
  public Cancellable httpCall(HttpRequest request, HttpListener listener) {
    HttpCallout call = new HttpCallout(request, listener);
    http.add(call);
    return call::cancelled;
  }

  @Override
  public GrpcStream grpcStream(GrpcRequest request, GrpcListener listener) {
    GrpcCallout call = new GrpcCallout(request, listener);
    grpc.add(call);
    return call.stream();
  }
}
