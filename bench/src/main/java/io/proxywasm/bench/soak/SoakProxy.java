package io.proxywasm.bench.soak;

import io.proxywasm.abi.Status;
import io.proxywasm.bench.proxy.ProxyProcess;
import io.proxywasm.bench.proxy.ProxyUsage;
import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import io.proxywasm.sdk.ProxyWasm;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxy in a JVM of its own, with two listeners: {@code steady}, and {@code killed}, whose
 * plugin is made anew when it died.
 */
final class SoakProxy implements AutoCloseable {
  static final String STEADY = "steady";
  static final String KILLED = "killed";
  static final int WORKERS = 2;

  private final Path directory;
  private final ProxyProcess process;
  private final HttpClient admin = HttpClient.newHttpClient();

  private SoakProxy(Path directory, ProxyProcess process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param timeout of a callback, after which the VM is stopped
   */
  static SoakProxy start(int upstreamPort, String timeout) throws IOException {
    Path directory = Files.createTempDirectory("soak");
    Path file = directory.resolve("envoy.yaml");
    Files.writeString(file, yaml(upstreamPort, timeout));
    ProxyProcess process =
        ProxyProcess.start(
            file,
            WORKERS,
            List.of("-XX:+UseSerialGC", "-Xmx1g", "-Dio.netty.leakDetection.level=simple"),
            ProcessBuilder.Redirect.to(log(directory).toFile()));
    return new SoakProxy(directory, process);
  }

  private static Path log(Path directory) {
    return directory.resolve("log");
  }

  private static String yaml(int upstreamPort, String timeout) {
    String module = Base64.getEncoder().encodeToString(module());
    String limits =
        "{callback_timeout: " + timeout + ", max_memory: 64MiB, log_lines_per_second: 1000}";
    return """
        node:
          id: soak
          cluster: soak
          metadata: {io.proxywasm: {limits: {killed: %s}}}
        admin:
          address: {socket_address: {address: 127.0.0.1, port_value: 0}}
        static_resources:
          listeners:
        """
            .formatted(limits)
        + listener(STEADY, module, "")
        + listener(
            KILLED,
            module,
            "failure_policy: FAIL_RELOAD, reload_config: {backoff: {base_interval: 0.01s}},")
        + """
          clusters:
          - name: upstream
            type: STATIC
            connect_timeout: 60s
            typed_extension_protocol_options:
              envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                common_http_protocol_options: {idle_timeout: 3s}
                explicit_http_config: {http_protocol_options: {}}
            circuit_breakers:
              thresholds:
              - {max_connections: 1024, max_pending_requests: 100000, max_requests: 100000}
            load_assignment:
              cluster_name: upstream
              endpoints:
              - lb_endpoints:
                - endpoint:
                    address: {socket_address: {address: 127.0.0.1, port_value: %d}}
        """
            .formatted(upstreamPort);
  }

  private static String listener(String name, String module, String policy) {
    return """
          - name: %1$s
            address: {socket_address: {address: 127.0.0.1, port_value: 0}}
            filter_chains:
            - filters:
              - name: http
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                  stat_prefix: %1$s
                  http_filters:
                  - name: %1$s
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
                      config:
                        {name: %1$s, %2$s vm_config: {runtime: envoy.wasm.runtime.v8, vm_id: %1$s, code: {local: {inline_bytes: %3$s}}}}
                  - name: router
                    typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
                  route_config:
                    virtual_hosts:
                    - name: all
                      domains: ["*"]
                      routes:
                      - match: {prefix: /}
                        route: {cluster: upstream, timeout: 60s}
        """
        .formatted(name, policy, module);
  }

  private static byte[] module() {
    CompileResult result =
        Compiler.builder()
            .mainClass(SoakPlugin.class.getName())
            .classPath(home(SoakPlugin.class), home(ProxyWasm.class), home(Status.class))
            .compile();
    return result
        .module()
        .orElseThrow(() -> new IllegalStateException("no module: " + result.diagnostics()));
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  int port(String listener) {
    return process.port(listener);
  }

  ProxyUsage usage() {
    return process.usage();
  }

  /** A counter or gauge; 0 when there is none. */
  long stat(String name) {
    String text = get("/stats?filter=" + name.replace(".", "%5C.") + "$");
    Matcher matcher = Pattern.compile("(?m)^" + Pattern.quote(name) + ": (\\d+)$").matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private String get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + process.port("admin") + path);
    try {
      return admin
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new IllegalStateException("the proxy's admin endpoint does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lines of its log with a word. */
  List<String> log(String word) throws IOException {
    try (var lines = Files.lines(log(directory))) {
      return lines.filter(line -> line.contains(word)).toList();
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
    try (var files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(directory);
  }
}
