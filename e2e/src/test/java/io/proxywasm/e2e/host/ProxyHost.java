package io.proxywasm.e2e.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.proxy.Proxy;
import io.proxywasm.proxy.ProxyOptions;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our own proxy, in this JVM, with the file that Envoy gets. */
final class ProxyHost implements HostUnderTest {
  private static final Pattern PLUGIN = Pattern.compile("(?s)wasm log(?: ([^:]*))?: (.*)");
  private static final Pattern STAT = Pattern.compile("(?m)^(.+): (\\d+)$");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Proxy proxy;
  private final HostLog log;
  private volatile boolean closed;

  private ProxyHost(Proxy proxy, HostLog log) {
    this.proxy = proxy;
    this.log = log;
  }

  static ProxyHost start(
      EnvoyConfig config, HostOptions options, UnaryOperator<ProxyOptions.Builder> more) {
    HostLog log = new HostLog();
    ProxyOptions.Builder builder =
        ProxyOptions.builder()
            .workers(options.workers())
            .logLevel("wasm", "info")
            .drainTime(Duration.ofMillis(500))
            .logTarget(line -> log.add(line(line)));
    try {
      Proxy proxy = Proxy.start(read(config), more.apply(builder).build());
      return new ProxyHost(proxy, log);
    } catch (RuntimeException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ProxyConfig read(EnvoyConfig config) {
    return ProxyConfigReader.read(config.bootstrap(), "bootstrap.json");
  }

  private static LogLine line(io.proxywasm.proxy.log.LogLine line) {
    String name = line.level().name().toLowerCase(Locale.ROOT);
    String level = name.equals("warn") ? "warning" : name;
    Matcher plugin = PLUGIN.matcher(line.message());
    return line.logger().equals("wasm") && plugin.matches()
        ? new LogLine(level, true, plugin.group(1) == null ? "" : plugin.group(1), plugin.group(2))
        : new LogLine(level, false, line.logger(), line.message());
  }

  @Override
  public Map<String, Integer> ports() {
    return proxy.ports();
  }

  @Override
  public HostLog log() {
    return log;
  }

  @Override
  public void awaitLogged() {
    int fence = log.position();
    adminPost("logging?admin=info");
    var unused =
        log.await(
            fence, line -> line.text().startsWith("change log level"), Duration.ofSeconds(20));
  }

  @Override
  public String adminGet(String path) {
    return ask("GET", path);
  }

  @Override
  public String adminPost(String path) {
    return ask("POST", path);
  }

  private String ask(String method, String path) {
    int port = proxy.adminPort().orElseThrow();
    URI uri = URI.create("http://127.0.0.1:" + port + "/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + " was answered with " + answer);
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public Map<String, Long> stats(String regex) {
    String text = adminGet("stats?filter=" + URLEncoder.encode(regex, UTF_8));
    Map<String, Long> values = new HashMap<>();
    Matcher stat = STAT.matcher(text);
    while (stat.find()) {
      values.put(stat.group(1), Long.parseLong(stat.group(2)));
    }
    return values;
  }

  @Override
  public boolean isAlive() {
    return !closed;
  }

  @Override
  public void reload(EnvoyConfig config) {
    try {
      proxy.reload(read(config));
    } catch (RuntimeException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    proxy.close();
    log.end();
  }
}
