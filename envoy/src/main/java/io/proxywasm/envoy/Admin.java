package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Envoy's admin interface. The JDK's old client, as the new one costs a quarter of a second to
 * load.
 */
final class Admin {
  record Answer(int status, String body) {}

  private static final int TIMEOUT_MILLIS = 10_000;

  private final URI base;

  Admin(String address) {
    this.base = URI.create("http://" + address + "/");
  }

  URI uri() {
    return base;
  }

  String text(String method, String path) {
    try {
      Answer answer = send(method, path);
      if (answer.status() != 200) {
        throw new EnvoyException(
            String.format(
                "Envoy's admin answered %s %s with %d: %s",
                method, path, answer.status(), answer.body().strip()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new EnvoyException(
          "Envoy's admin did not answer " + method + " " + path + ": " + e.getMessage(), e);
    }
  }

  Answer send(String method, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) base.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod(method);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, body == null ? "" : new String(body.readAllBytes(), UTF_8));
    }
  }

  /** Counters and gauges by name. */
  Map<String, Long> stats(String filter) {
    Map<String, Long> stats = new TreeMap<>();
    text("GET", filter.isEmpty() ? "stats" : "stats?filter=" + URLEncoder.encode(filter, UTF_8))
        .lines()
        .forEach(
            line -> {
              int colon = line.lastIndexOf(": ");
              if (colon > 0 && line.substring(colon + 2).matches("[0-9]{1,18}")) {
                stats.put(line.substring(0, colon), Long.valueOf(line.substring(colon + 2)));
              }
            });
    return stats;
  }

  /** Where the listeners listen, by their names. */
  Map<String, Integer> ports() {
    Map<String, Integer> ports = new TreeMap<>();
    text("GET", "listeners")
        .lines()
        .forEach(
            line -> {
              int name = line.indexOf("::");
              int port = line.lastIndexOf(':');
              if (name > 0 && port > name + 1) {
                ports.put(line.substring(0, name), Integer.valueOf(line.substring(port + 1)));
              }
            });
    return ports;
  }
}
