package io.proxywasm.maven;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.proxy.Proxy;
import io.proxywasm.proxy.ProxyOptions;
import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import io.proxywasm.proxy.log.LogLine;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.maven.plugin.logging.Log;

/** Runs a plugin in the embedded proxy, in Maven's JVM. */
final class EmbeddedRun {
  private static final String PLUGIN = "wasm log";

  private final Log log;
  private final boolean interpreted;

  /**
   * Makes one.
   *
   * @param engine {@code compiled} or {@code interpreted}
   * @throws BuildException when there is no such engine
   */
  EmbeddedRun(String engine, Log log) throws BuildException {
    if (!engine.equals("compiled") && !engine.equals("interpreted")) {
      throw new BuildException(
          "<engine> is \"" + engine + "\"; it should be compiled or interpreted.");
    }
    this.interpreted = engine.equals("interpreted");
    this.log = log;
  }

  /** Serves until the JVM is told to end, or the proxy by its admin page. */
  void serve(String bootstrap) throws InterruptedException {
    ProxyConfig config = ProxyConfigReader.read(bootstrap, "the configuration");
    ProxyOptions options =
        ProxyOptions.builder().workers(1).engine(engine()).logTarget(this::log).build();
    Proxy proxy = Proxy.start(config, options);
    Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "proxy-wasm-end"));
    proxy
        .ports()
        .values()
        .forEach(port -> log.info("The plugin is served: curl -i http://127.0.0.1:" + port));
    proxy
        .adminPort()
        .ifPresent(port -> log.info("Admin page: http://127.0.0.1:" + port + "; Ctrl-C ends it."));
    proxy.awaitClose();
  }

  private GuestEngine engine() {
    if (interpreted) {
      return WasmEngine.interpreted();
    }
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "pwj", "classes");
    try {
      return WasmEngine.compiled(cache);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      log.debug("Compiled plugins are not kept for the next start", e);
      return WasmEngine.compiled();
    }
  }

  /** Shows what the plugin says, and of the proxy what is wrong. */
  private void log(LogLine line) {
    boolean ofPlugin = line.message().startsWith(PLUGIN);
    String text =
        ofPlugin ? line.message().substring(line.message().indexOf(": ") + 2) : line.message();
    if (line.level().code() >= LogLevel.ERROR.code()) {
      log.error(text);
    } else if (line.level() == LogLevel.WARN) {
      log.warn(text);
    } else if (ofPlugin) {
      log.info(text);
    }
  }
}
