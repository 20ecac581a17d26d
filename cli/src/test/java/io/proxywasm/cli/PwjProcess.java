package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code pwj} in a process of its own. */
final class PwjProcess implements AutoCloseable {
  private final Process process;
  private final LiveOutput output = new LiveOutput();

  private PwjProcess(Process process) {
    this.process = process;
  }

  static PwjProcess start(Object... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Stream.of(args).map(Object::toString).forEach(command::add);
    PwjProcess started =
        new PwjProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    Thread reader = new Thread(started::read, "pwj-output");
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  private void read() {
    try (Reader in = new InputStreamReader(process.getInputStream(), UTF_8)) {
      char[] buffer = new char[1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        output.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  LiveOutput output() {
    return output;
  }

  /** Ends it as Ctrl-C would, and returns the exit code. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end. It said:\n" + output.text());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    try {
      int unused = stop();
    } finally {
      process.destroyForcibly();
    }
  }
}
