package io.proxywasm.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/**
 * A JVM that listens for a debugger. A JVM does that from its start on or never, so the command is
 * run in another one.
 */
final class DebugJvm {
  /** The system property that tells a JVM that it is one. */
  private static final String PORT = "pwj.debug";

  /** The environment variable with options for Java. The script pwj takes it, too. */
  private static final String JAVA_OPTIONS = "PWJ_JAVA_OPTS";

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int PATIENCE_SECONDS = 15;

  private DebugJvm() {}

  /** The port on which this JVM listens for a debugger, if it does. */
  static OptionalInt port() {
    Integer port = Integer.getInteger(PORT);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /**
   * Runs a command and waits for its end.
   *
   * @param port where to listen, 0 for a free port
   * @param args the command
   * @return its exit code
   */
  static int run(int port, List<String> args) {
    List<String> command = command(Ports.probe(port, "--debug=PORT"), args);
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException e) {
      throw new CliException("cannot start a JVM for the debugger: " + e.getMessage(), e);
    }
    Thread hook = new Thread(() -> stop(process), "pwj-stop-debug");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      stop(process);
      return process.isAlive() ? 1 : process.exitValue();
    }
  }

  private static List<String> command(int port, List<String> args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:"
                    + port,
                "-D" + PORT + "=" + port,
                "-Dpicocli.ansi=" + Ansi.AUTO.enabled(),
                "-XX:+UseSerialGC"));
    Stream.of(Maven.HOME)
        .filter(name -> System.getProperty(name) != null)
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    SPACE
        .splitAsStream(System.getenv().getOrDefault(JAVA_OPTIONS, "").strip())
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(args);
    return command;
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
