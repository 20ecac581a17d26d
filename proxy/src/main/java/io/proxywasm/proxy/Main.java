package io.proxywasm.proxy;

import io.proxywasm.host.PluginException;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The proxy as a program, with the options of Envoy's that matter. */
final class Main {
  private static final String USAGE =
      """
      Usage: java -jar proxy.jar -c FILE [--concurrency N] [-l LEVEL] [--mode serve|validate]
        -c, --config-path FILE   Envoy's bootstrap, YAML or JSON
        --concurrency N          worker threads, one for each processor by default
        -l, --log-level LEVEL    trace, debug, info (default), warning, error, critical, off
        --mode MODE              serve (default), or validate: only look at the configuration
      """;

  /** Kept, as the JDK forgets loggers that nobody holds. */
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private @Nullable Path file;
  private boolean validate;
  private final ProxyOptions.Builder options =
      ProxyOptions.builder().engine(WasmEngine.compiled(cache()));

  private Main() {}

  /** Runs until it is told to end. */
  public static void main(String[] args) throws InterruptedException {
    // Netty's own messages go to the JDK's logger; what it only mentions is nobody's business.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    NETTY.setLevel(Level.WARNING);
    System.exit(new Main().run(List.of(args)));
  }

  private int run(List<String> args) throws InterruptedException {
    try {
      parse(new ArrayDeque<>(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + USAGE);
      return 2;
    }
    Path config = file;
    if (config == null) {
      System.err.println(USAGE);
      return 2;
    }
    try {
      return run(config);
    } catch (ConfigException | PluginException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private int run(Path config) throws InterruptedException {
    ProxyConfig read = ProxyConfigReader.read(config);
    if (validate) {
      Proxy.validate(read, options.build());
      System.out.println("configuration '" + config + "' OK");
      return 0;
    }
    Proxy proxy = Proxy.start(read, options.configFile(config).build());
    Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "pwj-end"));
    proxy.awaitClose();
    return 0;
  }

  private void parse(Deque<String> args) {
    while (!args.isEmpty()) {
      String option = args.pop();
      int equals = option.startsWith("--") ? option.indexOf('=') : -1;
      if (equals > 0) {
        args.push(option.substring(equals + 1));
        option = option.substring(0, equals);
      }
      if (args.isEmpty()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      String value = args.pop();
      switch (option) {
        case "-c", "--config-path" -> file = Path.of(value);
        case "--concurrency" -> options.workers(Integer.parseInt(value));
        case "-l", "--log-level" -> options.logLevel(value);
        case "--mode" -> validate = mode(value);
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
  }

  /** Where compiled plugins are kept for the next start. */
  private static Path cache() {
    String named = System.getenv("PWJ_CACHE");
    Path root =
        named == null ? Path.of(System.getProperty("user.home"), ".cache", "pwj") : Path.of(named);
    return root.resolve("classes");
  }

  private static boolean mode(String value) {
    return switch (value) {
      case "serve" -> false;
      case "validate" -> true;
      default -> throw new IllegalArgumentException("--mode is serve or validate, not " + value);
    };
  }
}
