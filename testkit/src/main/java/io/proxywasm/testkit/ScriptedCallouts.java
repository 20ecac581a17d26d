package io.proxywasm.testkit;

import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import io.proxywasm.host.HeaderMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The other clusters, which the test plays. */
final class ScriptedCallouts implements Callouts {
  private final Set<String> clusters;
  private final VirtualLoop loop;
  final List<HttpCallout> http = new ArrayList<>();
  final List<GrpcCallout> grpc = new ArrayList<>();

  ScriptedCallouts(Set<String> clusters, VirtualLoop loop) {
    this.clusters = Set.copyOf(clusters);
    this.loop = loop;
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
      loop.now(
          () ->
              listener.onResponse(
                  response.headers().toMap(), response.wholeBody(), response.trailers().toMap()));
    }

    @Override
    public void onFailure() {
      loop.now(() -> listener.onFailure("reset"));
    }

    @Override
    public void later(Duration delay, Runnable action) {
      var unused = loop.later(delay, action);
    }
  }

  /** Tells a plugin as the loop does: what that puts on the loop comes after it. */
  private final class OnLoop implements GrpcListener {
    private final GrpcListener listener;

    OnLoop(GrpcListener listener) {
      this.listener = listener;
    }

    @Override
    public void onInitialMetadata(HeaderMap metadata) {
      loop.now(() -> listener.onInitialMetadata(metadata));
    }

    @Override
    public void onMessage(byte[] message) {
      loop.now(() -> listener.onMessage(message));
    }

    @Override
    public void onTrailingMetadata(HeaderMap metadata) {
      loop.now(() -> listener.onTrailingMetadata(metadata));
    }

    @Override
    public void onClose(int status, String message) {
      loop.now(() -> listener.onClose(status, message));
    }
  }

  @Override
  public GrpcStream grpcStream(GrpcRequest request, GrpcListener listener) {
    GrpcCallout call = new GrpcCallout(request, new OnLoop(listener));
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
