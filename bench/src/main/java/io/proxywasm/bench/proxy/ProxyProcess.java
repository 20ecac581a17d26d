package io.proxywasm.bench.proxy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Our proxy in a JVM of its own, which {@link ProxyChild} runs. */
public final class ProxyProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final Map<String, Integer> ports = new HashMap<>();

  private ProxyProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it with Envoy's file and waits until its listeners are open. */
  public static ProxyProcess start(Path config, int workers, List<String> jvmOptions) {
    return start(config, workers, jvmOptions, ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * Starts it and waits until its listeners are open.
   *
   * @param config Envoy's file
   * @param workers how many event loops
   * @param jvmOptions options of its Java
   * @param log where its log goes
   */
  public static ProxyProcess start(
      Path config, int workers, List<String> jvmOptions, ProcessBuilder.Redirect log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ProxyChild.class.getName(),
            config.toString(),
            Integer.toString(workers)));
    try {
      Process process = new ProcessBuilder(command).redirectError(log).start();
      ProxyProcess started = new ProxyProcess(process);
      String line = started.answer();
      while (!line.equals("ready")) {
        String[] words = line.split(" ", 2);
        started.ports.put(words[1], Integer.parseInt(words[0]));
        line = started.answer();
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the proxy ended");
    }
    return line;
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  /** The port of a listener, or of {@code admin}. */
  public int port(String listener) {
    Integer port = ports.get(listener);
    if (port == null) {
      throw new IllegalArgumentException("no listener " + listener + " among " + ports.keySet());
    }
    return port;
  }

  /** What it uses after a full collection. */
  public ProxyUsage usage() {
    try {
      commands.write("usage\n");
      commands.flush();
      return ProxyUsage.parse(answer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
