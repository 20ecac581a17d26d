package io.proxywasm.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running Envoy with one worker, and a listener for each plugin. */
final class Envoy implements AutoCloseable {
  private static final int START_SECONDS = 60;

  private final Process process;
  private final Map<String, Integer> ports;
  private final Path log;

  private Envoy(Process process, Map<String, Integer> ports, Path log) {
    this.process = process;
    this.ports = ports;
    this.log = log;
  }

  /** Starts Envoy, and waits until every plugin is seen to work. */
  static Envoy start(Path binary, List<Plugin> plugins, Path folder) {
    try {
      Files.createDirectories(folder);
      Map<String, Integer> ports = freePorts(plugins);
      Path config = folder.resolve("envoy.yaml");
      Path log = folder.resolve("envoy.log");
      Files.writeString(config, BenchYaml.of(plugins, ports));
      Process process =
          new ProcessBuilder(
                  binary.toString(),
                  "-c",
                  config.toString(),
                  "--concurrency",
                  "1",
                  "--use-dynamic-base-id",
                  "--log-level",
                  "warning",
                  "--disable-hot-restart")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Envoy envoy = new Envoy(process, ports, log);
      boolean works = false;
      try {
        envoy.await(BenchYaml.NONE, "-");
        for (Plugin plugin : plugins) {
          envoy.await(plugin.name(), "b");
        }
        works = true;
      } finally {
        if (!works) {
          envoy.close();
        }
      }
      return envoy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  int port(String listener) {
    return ports.getOrDefault(listener, -1);
  }

  Path log() {
    return log;
  }

  private void await(String listener, String seen) {
    URI uri = URI.create("http://127.0.0.1:" + port(listener) + "/check");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    String last = "nothing";
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        String header = connection.getHeaderField("x-seen");
        if (connection.getResponseCode() == 200 && (header == null ? "-" : header).equals(seen)) {
          return;
        }
        last = "status " + connection.getResponseCode() + ", request header seen: " + header;
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
      pause();
    }
    throw new BenchException(
        "the listener '" + listener + "' does not serve (" + last + "); Envoy's log: " + log);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  private static Map<String, Integer> freePorts(List<Plugin> plugins) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i <= plugins.size(); i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.put(i == 0 ? BenchYaml.NONE : plugins.get(i - 1).name(), socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    return ports;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
