package io.proxywasm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code pwj run} about what runs the plugin, and how. */
final class RunOptions {
  static final int DEFAULT_PORT = 8080;

  @Option(
      names = "--envoy",
      arity = "0..1",
      paramLabel = "PATH|VERSION",
      preprocessor = EnvoyChoice.Attached.class,
      description =
          "Run it in a real Envoy and not in the embedded proxy: in the one on PATH, else one that"
              + " is fetched; or in this one.")
  @Nullable String envoy;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "What runs the plugin in the embedded proxy: 'compiled' (the module, as bytecode; the"
              + " default), 'interpreted' (the module, slowly), or 'java' (the project's classes,"
              + " as they are).")
  @Nullable Engine engine;

  @Option(
      names = "--debug",
      arity = "0..1",
      paramLabel = "PORT",
      converter = DebugPort.class,
      preprocessor = EnvoyChoice.Attached.class,
      description =
          "Let a debugger attach to this port of this machine, 5005 by default. Needs"
              + " '--engine java'.")
  @Nullable Integer debug;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen on 127.0.0.1: 8080 by default, 0 for a free port.")
  @Nullable Integer port;

  @Option(
      names = "--upstream",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      description = "Where requests go; by default to a server that answers with what it got.")
  @Nullable HostPort upstream;

  @Option(
      names = "--config",
      paramLabel = "TEXT|@FILE",
      description = "The plugin's configuration, as it is or from a file.")
  String config = "";

  @Option(names = "--vm-config", paramLabel = "TEXT|@FILE", description = "The VM's configuration.")
  String vmConfig = "";

  @Option(
      names = "--cluster",
      paramLabel = "NAME=HOST:PORT",
      converter = {StringConverter.class, HostPort.Converter.class},
      description = "One more cluster, for callouts. May be given several times.")
  Map<String, HostPort> clusters = new LinkedHashMap<>();

  @Option(
      names = "--envoy-yaml",
      paramLabel = "FILE",
      description = "An Envoy configuration of your own, in place of all that is said above.")
  @Nullable Path envoyYaml;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description =
          "What the plugin logs: trace, debug, info, warning, error, critical; info by default.")
  LogLevel logLevel = LogLevel.INFO;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Worker threads, each with a VM of its own: ${DEFAULT-VALUE} by default.")
  int concurrency = 1;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show all that the host itself logs, too.")
  boolean verbose;

  int port() {
    return port == null ? DEFAULT_PORT : port;
  }

  Engine engine() {
    return engine == null ? Engine.COMPILED : engine;
  }

  /** Whether there is no upstream, so that one is needed that answers with what it got. */
  boolean needsEcho() {
    return upstream == null && envoyYaml == null;
  }

  /** What runs plugins in the embedded proxy. */
  enum Engine {
    COMPILED,
    INTERPRETED,
    JAVA
  }

  /** The levels of a host's log. */
  enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARNING,
    WARN,
    ERROR,
    CRITICAL,
    OFF;

    String envoyName() {
      return this == WARN ? "warning" : name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The text that an option gives, or the content of the file that it names. */
  static Optional<String> text(String value) {
    if (!value.startsWith("@")) {
      return Optional.of(value).filter(text -> !text.isEmpty());
    }
    Path file = Path.of(value.substring(1));
    if (!Files.isRegularFile(file)) {
      throw new CliException("there is no configuration file " + file);
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Reads the port for a debugger; it may be left out. */
  static final class DebugPort implements ITypeConverter<Integer> {
    private static final int DEFAULT = 5005;

    @Override
    public Integer convert(String value) {
      try {
        return value.isEmpty() ? DEFAULT : Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + value + "' is no port");
      }
    }
  }

  /** Leaves text as it is. */
  static final class StringConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      return value;
    }
  }
}
