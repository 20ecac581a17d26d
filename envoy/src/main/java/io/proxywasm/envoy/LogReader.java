package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads Envoy's output on a thread of its own, until Envoy ends. */
final class LogReader {
  private final EnvoyLog log = new EnvoyLog();
  private final LogParser parser;
  private final Consumer<EnvoyLogLine> listener;
  private final Thread thread;

  private LogReader(InputStream output, LogParser parser, Consumer<EnvoyLogLine> listener) {
    this.parser = parser;
    this.listener = listener;
    this.thread = new Thread(() -> read(output), "envoy-log");
    thread.setDaemon(true);
  }

  static LogReader start(InputStream output, LogParser parser, Consumer<EnvoyLogLine> listener) {
    LogReader reader = new LogReader(output, parser, listener);
    reader.thread.start();
    return reader;
  }

  EnvoyLog log() {
    return log;
  }

  /** Waits until everything that a dead Envoy has said is in the log. */
  void drain(Duration timeout) throws InterruptedException {
    if (Thread.currentThread() != thread) {
      thread.join(timeout.toMillis());
    }
  }

  private void read(InputStream output) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty()) {
          accept(parser.parse(line));
        }
      }
    } catch (IOException e) {
      log.add(parser.parse("The log cannot be read any more: " + e.getMessage()));
    } finally {
      log.end();
    }
  }

  private void accept(EnvoyLogLine line) {
    log.add(line);
    try {
      listener.accept(line);
    } catch (RuntimeException e) {
      // A listener that fails must not stop Envoy at a full pipe.
      log.add(parser.parse("The log listener failed: " + e));
    }
  }
}
