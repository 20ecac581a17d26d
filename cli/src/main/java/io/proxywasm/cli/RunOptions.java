package io.proxywasm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code pwj run} about Envoy. */
final class RunOptions {
  @Option(
      names = "--envoy",
      arity = "0..1",
      paramLabel = "PATH|VERSION",
      preprocessor = EnvoyChoice.Attached.class,
      description =
          "The real Envoy: the one on PATH, else one that is fetched; or this one."
              + " It is the only host in this release; an embedded proxy comes later.")
  String envoy = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to listen on 127.0.0.1: ${DEFAULT-VALUE} by default, 0 for a free port.")
  int port = 8080;

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
      description = "Envoy's workers, each with a VM of its own: ${DEFAULT-VALUE} by default.")
  int concurrency = 1;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show all that Envoy logs.")
  boolean verbose;

  /** The levels of Envoy's log. */
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

  /** Leaves text as it is. */
  static final class StringConverter implements picocli.CommandLine.ITypeConverter<String> {
    @Override
    public String convert(String value) {
      return value;
    }
  }
}
