package io.proxywasm.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.Status;
import io.proxywasm.host.Callouts;
import io.proxywasm.host.Cancellable;
import io.proxywasm.host.FailurePolicy;
import io.proxywasm.host.ForeignFunction;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Host;
import io.proxywasm.host.Plugin;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.PluginLimits;
import io.proxywasm.host.Stats;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.javaguest.JavaPlugin;
import io.proxywasm.proxy.Proxy;
import io.proxywasm.proxy.ProxyOptions;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The shorter pieces of docs/embedding.md and docs/proxy.md: they compile. */
final class EmbeddingSnippets {
  private EmbeddingSnippets() {}

  static GuestCode load(byte[] module) {
    GuestEngine engine = WasmEngine.compiled(Path.of("/var/cache/my-gateway"));
    GuestCode code = engine.load(module);
    return code;
  }

  static GuestCode java(Path classes, Path sdkJar, Path abiJar) {
    GuestCode code = JavaPlugin.of("com.example.HeaderAuth", List.of(classes, sdkJar, abiJar));
    return code;
  }

  static PluginConfig config() {
    PluginConfig config =
        PluginConfig.builder("auth") // The name, in logs; all else has Envoy's defaults.
            .configuration("{\"realm\": \"a\"}".getBytes(UTF_8))
            .failurePolicy(FailurePolicy.FAIL_RELOAD)
            .environment(Map.of("REGION", "eu"))
            .limits(
                new PluginLimits(
                    Duration.ofMillis(200), // for one callback
                    64L << 20, // linear memory
                    256L << 20, // what one callback may allocate on the JVM's heap
                    100)) // log lines per second
            .build();
    return config;
  }

  static void foreign(Host host) {
    host.addForeignFunction(
        "my_gateway.tenant",
        (caller, arguments) ->
            caller.stream() == null
                ? ForeignFunction.Result.failed(Status.BAD_ARGUMENT)
                : ForeignFunction.Result.ok("tenant-1".getBytes(UTF_8)));
  }

  static Plugin replace(Host host, Plugin running, PluginConfig config, GuestCode fresh) {
    Plugin next = host.start(config, fresh); // A PluginException: the running one goes on.
    // From here on new streams get filters with the next one ...
    running.close(); // ... and the old one ends with its last stream.
    return next;
  }

  static void proxy() throws InterruptedException {
    ProxyConfig config = ProxyConfigReader.read(Path.of("envoy.yaml"));
    try (Proxy proxy = Proxy.start(config, ProxyOptions.defaults())) {
      System.out.println("listening on port " + proxy.ports().get("web"));
      proxy.awaitClose();
    }
  }

  static void print(Stats stats) {
    for (Stats.Value counter : stats.snapshot().counters()) {
      System.out.println(counter.name() + " " + counter.value());
    }
  }

  /** HTTP callouts by the JDK's client. */
  static final class HttpCallouts implements Callouts {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, URI> clusters;

    HttpCallouts(Map<String, URI> clusters) {
      this.clusters = Map.copyOf(clusters);
    }

    @Override
    public boolean hasCluster(String cluster) {
      return clusters.containsKey(cluster); // If not, the plugin gets BAD_ARGUMENT.
    }

    @Override
    public @Nullable Cancellable httpCall(HttpRequest call, HttpListener listener) {
      URI base = clusters.get(call.cluster());
      if (base == null) {
        return null;
      }
      java.net.http.HttpRequest.Builder request =
          java.net.http.HttpRequest.newBuilder(
                  base.resolve(String.valueOf(call.headers().get(":path"))))
              .method(
                  String.valueOf(call.headers().get(":method")),
                  BodyPublishers.ofByteArray(call.body()));
      if (call.timeoutMillis() > 0) {
        request.timeout(Duration.ofMillis(call.timeoutMillis()));
      }
      CompletableFuture<HttpResponse<byte[]>> answer =
          client.sendAsync(request.build(), BodyHandlers.ofByteArray());
      var unused =
          answer.whenCompleteAsync(
              (response, failure) -> {
                HeaderMap headers = new HeaderMap();
                byte[] body = new byte[0];
                if (failure == null) {
                  headers.add(":status", Integer.toString(response.statusCode()));
                  body = response.body();
                } else {
                  headers.add(":status", "503"); // As in Envoy: a dead upstream is an answer.
                }
                listener.onResponse(headers, body, new HeaderMap());
              },
              call.loop()); // Answers come on the loop that asked.
      return () -> answer.cancel(true);
    }

    @Override
    public @Nullable GrpcStream grpcStream(GrpcRequest request, GrpcListener listener) {
      return null; // No gRPC here.
    }
  }
}
