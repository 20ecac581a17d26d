package io.proxywasm.proxy;

import static io.proxywasm.proxy.TestProxy.answer;
import static io.proxywasm.proxy.TestProxy.cluster;
import static io.proxywasm.proxy.TestProxy.filter;
import static io.proxywasm.proxy.TestProxy.listener;
import static io.proxywasm.proxy.TestProxy.manager;
import static io.proxywasm.proxy.TestProxy.plugin;
import static io.proxywasm.proxy.TestProxy.to;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.MapType;
import io.proxywasm.host.PluginException;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.proxy.config.AccessLog;
import io.proxywasm.proxy.config.Bytes;
import io.proxywasm.proxy.config.Code;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.FilterOverride;
import io.proxywasm.proxy.config.HeaderMutations;
import io.proxywasm.proxy.config.HttpFilter;
import io.proxywasm.proxy.config.Listener;
import io.proxywasm.proxy.config.LogFormat;
import io.proxywasm.proxy.config.Metadata;
import io.proxywasm.proxy.config.Node;
import io.proxywasm.proxy.config.PluginConfig;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.Route;
import io.proxywasm.proxy.config.VmConfig;
import io.proxywasm.proxy.config.WasmService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyTest {
  private final TestProxy proxy = new TestProxy();

  @AfterEach
  void close() {
    proxy.close();
  }

  private static ProxyConfig config(Listener... listeners) {
    ProxyConfig.Builder config = ProxyConfig.builder();
    List.of(listeners).forEach(config::listener);
    return config.build();
  }

  private static Listener main(PluginConfig plugin, String body) {
    return listener("main", List.of(filter(plugin)), answer("/", body));
  }

  @Test
  void shouldRunPluginsInTheirOrderWhenThereAreSeveral() {
    proxy
        .code("a.wasm", () -> TestPlugin.responseHeader("x-by", "a"))
        .code("b.wasm", () -> TestPlugin.responseHeader("x-by", "b"))
        .start(
            config(
                listener(
                    "main",
                    List.of(filter(plugin("a", "a.wasm")), filter(plugin("b", "b.wasm"))),
                    answer("/", "hi"))));
    HttpResponse<String> response = proxy.get("main", "/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("hi");
    // Responses pass the last filter first.
    assertThat(response.headers().allValues("x-by")).containsExactly("b", "a");
  }

  @Test
  void shouldShowEachRouteItsConfigurationWhenRoutesHaveTheirOwn() {
    PluginConfig plugin = plugin("p", "p.wasm");
    HttpFilter off = new HttpFilter("off", plugin("off", "off.wasm"), true);
    Map<String, FilterOverride> own =
        Map.of("p", new FilterOverride(false, Optional.of(Bytes.utf8("of the route"))));
    Map<String, FilterOverride> none = Map.of("p", new FilterOverride(true, Optional.empty()));
    Map<String, FilterOverride> on = Map.of("off", new FilterOverride(false, Optional.empty()));
    proxy
        .code("p.wasm", () -> TestPlugin.showConfiguration("x-p"))
        .code("off.wasm", () -> TestPlugin.showConfiguration("x-off"))
        .start(
            config(
                listener(
                    "main",
                    List.of(filter(plugin), off),
                    overridden(answer("/own", ""), own),
                    overridden(answer("/none", ""), none),
                    overridden(answer("/on", ""), on),
                    answer("/", ""))));
    assertThat(header("/", "x-p")).hasValue("configuration of p");
    assertThat(header("/own", "x-p")).hasValue("of the route");
    assertThat(header("/none", "x-p")).isEmpty();
    assertThat(header("/", "x-off")).isEmpty();
    assertThat(header("/on", "x-off")).hasValue("configuration of off");
    assertThat(header("/", "x-p")).hasValue("configuration of p");
  }

  private Optional<String> header(String path, String name) {
    return proxy.get("main", path).headers().firstValue(name);
  }

  private static Route overridden(Route route, Map<String, FilterOverride> overrides) {
    return new Route(
        route.name(),
        route.match(),
        route.action(),
        Metadata.EMPTY,
        HeaderMutations.NONE,
        overrides);
  }

  @Test
  void shouldRefuseToStartWhenAPluginRefusesItsConfiguration() {
    proxy.code("p.wasm", TestPlugin::refusing);
    assertThatThrownBy(() -> proxy.start(config(main(plugin("my_plugin", "p.wasm"), "hi"))))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("Unable to create Wasm plugin my_plugin");
    assertThat(proxy.messages())
        .anyMatch(message -> message.startsWith("error initializing configuration: "));
  }

  @Test
  void shouldRefuseToStartWhenTheCodeIsNotThere() {
    assertThatThrownBy(() -> proxy.start(config(main(plugin("p", "none.wasm"), "hi"))))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("Unable to create Wasm plugin p: Failed to load Wasm code: ")
        .hasMessageContaining("none.wasm");
  }

  @Test
  void shouldRefuseToStartWhenAPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Listener listener =
          Listener.of(
              "main",
              new io.proxywasm.proxy.config.Address("127.0.0.1", taken.getLocalPort()),
              io.proxywasm.proxy.config.FilterChain.of(
                  List.of(), manager(List.of(), answer("/", "")).build()));
      assertThatThrownBy(() -> proxy.start(config(listener)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("cannot bind '127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void shouldServeTheNewConfigurationWhenItIsReloaded() {
    AtomicInteger version = new AtomicInteger(1);
    TestPlugin first = TestPlugin.responseHeader("x-version", "1");
    TestPlugin second = TestPlugin.responseHeader("x-version", "2");
    PluginConfig plugin = plugin("p", "p.wasm");
    proxy
        .code("p.wasm", () -> version.get() == 1 ? first : second)
        .start(config(main(plugin, "old"), listener("gone", List.of(), answer("/", "gone"))));
    int port = proxy.port("main");
    assertThat(header("/", "x-version")).hasValue("1");
    assertThat(proxy.get("gone", "/").body()).isEqualTo("gone");

    version.set(2);
    proxy
        .proxy()
        .reload(config(main(plugin, "new"), listener("added", List.of(), answer("/", "added"))));
    assertThat(proxy.proxy().ports()).containsOnlyKeys("main", "added").containsEntry("main", port);
    assertThat(proxy.get("main", "/").body()).isEqualTo("new");
    assertThat(header("/", "x-version")).hasValue("2");
    assertThat(proxy.get("added", "/").body()).isEqualTo("added");
    assertThat(proxy.messages()).contains("the configuration was exchanged; new plugins: p");
  }

  @Test
  void shouldNotStartAPluginAgainWhenOnlyRoutesChange() {
    TestPlugin plugin = TestPlugin.responseHeader("x-version", "1");
    proxy.code("p.wasm", () -> plugin).start(config(main(plugin("p", "p.wasm"), "old")));
    int vms = plugin.vms();
    proxy.proxy().reload(config(main(plugin("p", "p.wasm"), "new")));
    assertThat(proxy.get("main", "/").body()).isEqualTo("new");
    assertThat(header("/", "x-version")).hasValue("1");
    assertThat(plugin.vms()).isEqualTo(vms);
  }

  @Test
  void shouldGoOnWithTheOldWhenTheNewConfigurationIsRefused() throws IOException {
    proxy
        .code("p.wasm", () -> TestPlugin.responseHeader("x-version", "1"))
        .code("bad.wasm", TestPlugin::refusing)
        .start(config(main(plugin("p", "p.wasm"), "old")));
    assertThatThrownBy(() -> proxy.proxy().reload(config(main(plugin("bad", "bad.wasm"), "new"))))
        .isInstanceOf(PluginException.class);
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Listener blocked =
          Listener.of(
              "blocked",
              new io.proxywasm.proxy.config.Address("127.0.0.1", taken.getLocalPort()),
              io.proxywasm.proxy.config.FilterChain.of(
                  List.of(), manager(List.of(), answer("/", "")).build()));
      assertThatThrownBy(
              () -> proxy.proxy().reload(config(main(plugin("p", "p.wasm"), "new"), blocked)))
          .isInstanceOf(ConfigException.class);
    }
    assertThat(proxy.get("main", "/").body()).isEqualTo("old");
    assertThat(header("/", "x-version")).hasValue("1");
    assertThat(proxy.proxy().ports()).containsOnlyKeys("main");
  }

  @Test
  void shouldRefuseWhatCannotChangeWhenItIsReloaded() {
    ProxyConfig before = config(listener("main", List.of(), answer("/", "")));
    proxy.start(before);
    ProxyConfig after =
        ProxyConfig.builder()
            .node(new Node("other", "", Node.EMPTY.metadata(), Node.EMPTY.locality()))
            .build();
    assertThatThrownBy(() -> proxy.proxy().reload(after))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("node cannot change while the proxy runs");
    assertThat(proxy.proxy().config()).isSameAs(before);
  }

  @Test
  void shouldSendToTheNewClusterWhenItIsReloaded() throws IOException {
    HttpServer one = server("one");
    HttpServer two = server("two");
    try {
      Listener listener = listener("main", List.of(), to("/", "up"));
      proxy.start(
          ProxyConfig.builder()
              .listener(listener)
              .cluster(cluster("up", one.getAddress().getPort()))
              .build());
      assertThat(proxy.get("main", "/").body()).isEqualTo("one");
      proxy
          .proxy()
          .reload(
              ProxyConfig.builder()
                  .listener(listener)
                  .cluster(cluster("up", two.getAddress().getPort()))
                  .build());
      assertThat(proxy.get("main", "/").body()).isEqualTo("two");
    } finally {
      one.stop(0);
      two.stop(0);
    }
  }

  private static HttpServer server(String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void shouldLoseNoRequestWhenPluginsAreExchangedUnderLoad() throws Exception {
    AtomicInteger version = new AtomicInteger();
    proxy
        .code("p.wasm", () -> TestPlugin.responseHeader("x-version", "" + version.get()))
        .start(config(main(plugin("p", "p.wasm"), "hi")));
    int port = proxy.port("main");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    AtomicInteger answered = new AtomicInteger();
    Thread[] clients = new Thread[4];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new Thread(() -> load(port, stop, answered, failure));
      clients[i].start();
    }
    for (int i = 1; i <= 30; i++) {
      version.set(i);
      proxy.proxy().reload(config(main(plugin("p", "p.wasm"), i % 2 == 0 ? "hi" : "ho")));
      int before = answered.get();
      TestProxy.await("more answers", () -> answered.get() > before + 20 || failure.get() != null);
    }
    stop.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(failure.get()).isNull();
    assertThat(header("/", "x-version")).hasValue("30");
    // The VMs of plugins before are gone: there is one on each worker and one on the main loop.
    TestProxy.await(
        "three VMs",
        () -> proxy.admin("GET", "/stats?filter=wasm_vm_count").body().contains(": 3\n"));
  }

  /** Sends requests on one connection, which must stay open. */
  private static void load(
      int port,
      AtomicBoolean stop,
      AtomicInteger answered,
      AtomicReference<@Nullable Throwable> failure) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] request = "GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(UTF_8);
      while (!stop.get()) {
        out.write(request);
        String answer = read(in);
        if (!answer.startsWith("HTTP/1.1 200 ")
            || !answer.contains("x-version: ")
            || !(answer.endsWith("hi") || answer.endsWith("ho"))) {
          throw new AssertionError(answer);
        }
        answered.incrementAndGet();
      }
    } catch (IOException | AssertionError e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Reads a response with a body of two bytes. */
  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    int end = -1;
    while (end < 0 || text.length() < end + 6) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("closed after: " + text);
      }
      text.append((char) next);
      end = end < 0 ? text.indexOf("\r\n\r\n") : end;
    }
    return text.toString();
  }

  @Test
  void shouldExchangeAPluginWhenItsFileChanges(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("plugin.wasm");
    Files.write(file, TestModule.responseHeader("one"));
    proxy.options().watch(Duration.ofMillis(20));
    proxy.start(config(main(plugin("p", file.toString()), "hi")));
    assertThat(header("/", "x-by")).hasValue("one");

    Files.write(file, TestModule.responseHeader("three"));
    TestProxy.await("the new plugin", () -> header("/", "x-by").equals(Optional.of("three")));

    Files.write(file, new byte[] {0, 1, 2});
    proxy.awaitMessage("is refused, the old one goes on: ");
    assertThat(header("/", "x-by")).hasValue("three");
  }

  @Test
  void shouldExchangeAllWhenTheConfigurationsFileChanges(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("envoy.yaml");
    Files.writeString(file, yaml("old"));
    proxy.options().watch(Duration.ofMillis(20)).configFile(file);
    proxy.start(io.proxywasm.proxy.config.ProxyConfigReader.read(file));
    assertThat(proxy.get("main", "/").body()).isEqualTo("old");

    Files.writeString(file, yaml("changed"));
    TestProxy.await("the new configuration", () -> proxy.get("main", "/").body().equals("changed"));

    Files.writeString(file, "nonsense");
    proxy.awaitMessage("is refused, the old one goes on: ");
    assertThat(proxy.get("main", "/").body()).isEqualTo("changed");
  }

  private static String yaml(String body) {
    return """
    static_resources:
      listeners:
      - name: main
        address: {socket_address: {address: 127.0.0.1, port_value: 0}}
        filter_chains:
        - filters:
          - name: envoy.filters.network.http_connection_manager
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
              stat_prefix: main
              route_config:
                name: r
                virtual_hosts:
                - name: v
                  domains: ["*"]
                  routes:
                  - match: {prefix: "/"}
                    direct_response: {status: 200, body: {inline_string: "BODY"}}
              http_filters:
              - name: envoy.filters.http.router
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
    """
        .replace("BODY", body);
  }

  @Test
  void shouldFetchCodeThroughAClusterWhenItIsRemote() throws Exception {
    byte[] module = TestModule.responseHeader("far");
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/code/plugin.wasm",
        exchange -> {
          boolean fails = requests.incrementAndGet() == 1;
          exchange.sendResponseHeaders(fails ? 500 : 200, fails ? -1 : module.length);
          if (!fails) {
            exchange.getResponseBody().write(module);
          }
          exchange.close();
        });
    server.start();
    try {
      proxy.start(remote(server, sha256(module), 1));
      assertThat(header("/", "x-by")).hasValue("far");
      assertThat(requests.get()).isEqualTo(2);
      assertThat(proxy.admin("GET", "/stats?filter=remote_load").body())
          .contains(
              "wasm.remote_load_fetch_failures: 1\n", "wasm.remote_load_fetch_successes: 1\n");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void shouldRefuseToStartWhenRemoteCodeIsNotWhatItShouldBe() throws Exception {
    HttpServer server = server("something else");
    try {
      assertThatThrownBy(() -> proxy.start(remote(server, "00".repeat(32), 0)))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("its SHA-256 is ")
          .hasMessageContaining("and should be 0000");
    } finally {
      server.stop(0);
    }
  }

  private static ProxyConfig remote(HttpServer server, String sha256, int retries) {
    Code code =
        new Code.Remote(
            "http://example.com/code/plugin.wasm",
            "server",
            Duration.ofSeconds(10),
            sha256,
            retries,
            Duration.ofMillis(1),
            Duration.ofMillis(2));
    PluginConfig plugin = PluginConfig.of("p", VmConfig.of(code), Bytes.EMPTY);
    return ProxyConfig.builder()
        .listener(main(plugin, "hi"))
        .cluster(cluster("server", server.getAddress().getPort()))
        .build();
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void shouldRunAServiceOnceWhenItIsASingleton() {
    TestPlugin once = TestPlugin.of(vm -> vm.on(Callback.ON_CONFIGURE, ProxyTest::sayStarted));
    TestPlugin everywhere = TestPlugin.of(vm -> {});
    proxy
        .code("once.wasm", () -> once)
        .code("everywhere.wasm", () -> everywhere)
        .start(
            ProxyConfig.builder()
                .wasmService(new WasmService(plugin("once", "once.wasm"), true))
                .wasmService(new WasmService(plugin("everywhere", "everywhere.wasm"), false))
                .build());
    // A base VM, a canary and the main loop's; and one for each of the two workers.
    assertThat(once.vms()).isEqualTo(3);
    assertThat(everywhere.vms()).isEqualTo(5);
    proxy.awaitMessage("wasm log: started");
  }

  private static int sayStarted(io.proxywasm.host.guest.Hostcalls host, int[] arguments) {
    int unused = host.log(LogLevel.INFO.code(), "started");
    return 1;
  }

  @Test
  void shouldTellAPluginOfFinishedStreamsWhenItIsAnAccessLogger() {
    TestPlugin logger =
        TestPlugin.of(
            vm ->
                vm.on(
                    Callback.ON_LOG,
                    (host, arguments) -> {
                      int status =
                          host.getHeaderMapValue(MapType.HTTP_REQUEST_HEADERS.code(), ":path");
                      return host.log(LogLevel.INFO.code(), status + " " + host.output().text());
                    }));
    proxy
        .code("log.wasm", () -> logger)
        .start(
            config(
                listener(
                    "main",
                    manager(List.of(), answer("/", "hi"))
                        .accessLog(new AccessLog.Wasm(plugin("logger", "log.wasm")))
                        .build())));
    assertThat(proxy.get("main", "/logged").statusCode()).isEqualTo(200);
    proxy.awaitMessage("wasm log logger: 0 /logged");
  }

  @Test
  void shouldWriteAccessLogsWhenStreamsAreOver(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("access.log");
    LogFormat format = new LogFormat.Text("%REQ(:PATH)% %RESPONSE_CODE% %BYTES_SENT%\n", false);
    proxy.start(
        config(
            listener(
                "main",
                manager(List.of(), answer("/", "hi"))
                    .accessLog(new AccessLog.File(file, format))
                    .build())));
    assertThat(proxy.get("main", "/a").statusCode()).isEqualTo(200);
    assertThat(proxy.get("main", "/b").statusCode()).isEqualTo(200);
    proxy.close();
    assertThat(Files.readString(file)).isEqualTo("/a 200 2\n/b 200 2\n");
  }

  @Test
  void shouldRefuseToStartWhenAnAccessLogsFormatIsWrong() {
    LogFormat format = new LogFormat.Text("%NOPE%", false);
    assertThatThrownBy(
            () ->
                proxy.start(
                    config(
                        listener(
                            "main",
                            manager(List.of(), answer("/", "hi"))
                                .accessLog(new AccessLog.Stdout(format))
                                .build()))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Not supported field in StreamInfo: NOPE");
  }

  @Test
  void shouldLetRequestsEndWhenItIsClosed() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    HttpServer upstream =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext(
        "/",
        exchange -> {
          arrived.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    upstream.start();
    try {
      proxy.options().drainTime(Duration.ofSeconds(20));
      proxy.start(
          ProxyConfig.builder()
              .listener(listener("main", List.of(), to("/", "up")))
              .cluster(cluster("up", upstream.getAddress().getPort()))
              .build());
      AtomicInteger status = new AtomicInteger();
      Thread client = new Thread(() -> status.set(proxy.get("main", "/").statusCode()));
      client.start();
      arrived.await();
      Thread closing = new Thread(() -> proxy.proxy().close());
      closing.start();
      proxy.awaitMessage("shutting down");
      go.countDown();
      client.join();
      closing.join();
      assertThat(status.get()).isEqualTo(200);
    } finally {
      upstream.stop(0);
    }
  }

  @Test
  void shouldCloseByItselfWhenItIsToldToQuit() throws InterruptedException {
    proxy.start(config(listener("main", List.of(), answer("/", ""))));
    assertThat(proxy.admin("POST", "/quitquitquit").body()).isEqualTo("OK\n");
    proxy.proxy().awaitClose();
    assertThat(proxy.messages()).contains("shutting down");
  }

  @Test
  void shouldSayNothingWrongWhenAConfigurationIsOnlyValidated() {
    TestPlugin plugin = TestPlugin.refusing();
    proxy.code("p.wasm", () -> plugin);
    Proxy.validate(config(main(plugin("p", "p.wasm"), "hi")), proxy.options().build());
    assertThat(plugin.vms()).isZero();
    assertThatThrownBy(
            () ->
                Proxy.validate(
                    config(main(plugin("p", "none.wasm"), "hi")), proxy.options().build()))
        .isInstanceOf(PluginException.class);
  }

  @Test
  void shouldCallTheEmbeddersFunctionWhenAPluginAsks() {
    proxy
        .options()
        .foreignFunction(
            "shout",
            (caller, arguments) ->
                io.proxywasm.host.ForeignFunction.Result.ok(
                    new String(arguments, UTF_8)
                        .toUpperCase(java.util.Locale.ROOT)
                        .getBytes(UTF_8)));
    proxy
        .code(
            "p.wasm",
            () ->
                TestPlugin.of(
                    vm ->
                        vm.on(
                            Callback.ON_RESPONSE_HEADERS,
                            (host, arguments) -> {
                              int unused = host.callForeignFunction("shout", "hey".getBytes(UTF_8));
                              String text = new String(host.output().toByteArray(), UTF_8);
                              return TestPlugin.addResponseHeader(host, "x-shout", text);
                            })))
        .start(config(main(plugin("p", "p.wasm"), "hi")));
    assertThat(header("/", "x-shout")).hasValue("HEY");
  }
}
