package io.proxywasm.testkit;

import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The other clusters, which the test plays. */
final class ScriptedCallouts implements Callouts {
  private final Set<String> clusters;
  private final VirtualLoop loop;
  private final Runnable settle;
  final List<HttpCallout> http = new ArrayList<>();
  final List<GrpcCallout> grpc = new ArrayList<>();

  /** Takes what is to be done after each answer. */
  ScriptedCallouts(Set<String> clusters, VirtualLoop loop, Runnable settle) {
    this.clusters = Set.copyOf(clusters);
    this.loop = loop;
    this.settle = settle;
  }

  @Override
  public boolean hasCluster(String cluster) {
    return clusters.contains(cluster);
  }

  @Override
  public Cancellable httpCall(HttpRequest request, HttpListener listener) {
    HttpCallout call =
        new HttpCallout(
            request.cluster(),
            Headers.of(request.headers()),
            request.body(),
            Headers.of(request.trailers()),
            Duration.ofMillis(request.timeoutMillis()),
            new Listening(listener));
    http.add(call);
    Runnable timeOut =
        () -> {
          if (call.isPending()) {
            call.timeOut();
          }
        };
    Cancellable timer = timer(request.timeoutMillis(), timeOut);
    return () -> {
      timer.cancel();
      call.cancelled();
    };
  }

  /** A test for which no time passes does not see it. */
  private Cancellable timer(long millis, Runnable action) {
    return millis > 0 ? loop.later(Duration.ofMillis(millis), action) : () -> {};
  }

  private final class Listening implements HttpCallout.Caller {
    private final HttpListener listener;

    Listening(HttpListener listener) {
      this.listener = listener;
    }

    @Override
    public void onResponse(HttpResponse response) {
      listener.onResponse(
          response.headers().toMap(), response.wholeBody(), response.trailers().toMap());
      settle.run();
    }

    @Override
    public void onFailure() {
      listener.onFailure("reset");
      settle.run();
    }

    @Override
    public void later(Duration delay, Runnable action) {
      var unused = loop.later(delay, action);
    }
  }

  @Override
  public GrpcStream grpcStream(GrpcRequest request, GrpcListener listener) {
    GrpcCallout call = new GrpcCallout(request, listener, settle);
    grpc.add(call);
    var unused =
        timer(
            request.timeoutMillis(),
            () -> {
              if (call.isPending()) {
                call.timeOut();
              }
            });
    return call.stream();
  }

  boolean isWaiting() {
    return http.stream().anyMatch(HttpCallout::isPending)
        || grpc.stream().anyMatch(GrpcCallout::isPending);
  }
}
