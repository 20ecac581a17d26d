package io.proxywasm.bench.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The program behind {@code bench/start}: starts {@code pwj run} again and again, and measures from
 * the start of its process to the first response with 200; cold without a class cache, warm with
 * the one of the start before.
 */
public final class StartBench {
  private static final int PATIENCE_SECONDS = 60;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private record Start(double seconds, double cpuSeconds) {}

  private StartBench() {}

  /**
   * Measures and prints.
   *
   * @param arguments the script {@code pwj}, how often, and what to run: a project's folder or a
   *     module
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path pwj = Path.of(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    String plugin = arguments[2];
    Path cache = Files.createTempDirectory("bench-start");
    try {
      var unused = start(pwj, plugin, cache); // The disk's cache.
      List<Start> cold = new ArrayList<>();
      List<Start> warm = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        delete(cache);
        cold.add(start(pwj, plugin, cache));
        warm.add(start(pwj, plugin, cache));
      }
      System.out.println("seconds from the start to the first response, median of " + times);
      System.out.printf("%-6s %8s %8s %8s%n", "", "clock", "least", "CPU");
      print("cold", cold);
      print("warm", warm);
    } finally {
      delete(cache);
    }
  }

  private static void print(String name, List<Start> starts) {
    System.out.printf(
        Locale.ROOT,
        "%-6s %8.2f %8.2f %8.2f%n",
        name,
        median(starts.stream().map(Start::seconds).toList()),
        starts.stream().mapToDouble(Start::seconds).min().orElseThrow(),
        median(starts.stream().map(Start::cpuSeconds).toList()));
  }

  private static double median(List<Double> numbers) {
    return numbers.stream().sorted().toList().get(numbers.size() / 2);
  }

  private static Start start(Path pwj, String plugin, Path cache)
      throws IOException, InterruptedException {
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(pwj.toString(), "run", plugin, "--port", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PWJ_CACHE", cache.toString());
    long begin = System.nanoTime();
    Process process = builder.start();
    try {
      while (!answers(port)) {
        if (!process.isAlive() || System.nanoTime() - begin > PATIENCE_SECONDS * 1_000_000_000L) {
          throw new IllegalStateException(pwj + " run " + plugin + " does not serve; try it");
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Start(seconds, cpuSeconds(process.pid()));
    } finally {
      process.destroy();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          "GET / HTTP/1.1\r\nhost: bench\r\nconnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      return line != null && line.startsWith("HTTP/1.1 200");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Of all threads that there are, so nearly all; 0 where the system does not tell. */
  private static double cpuSeconds(long pid) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      long nanos = 0;
      for (Path task : tasks.toList()) {
        nanos += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
      }
      return nanos / 1e9;
    } catch (IOException e) {
      return 0;
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
