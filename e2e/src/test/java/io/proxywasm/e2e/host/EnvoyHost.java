package io.proxywasm.e2e.host;

import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyInstaller;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyLogLine;
import io.proxywasm.envoy.EnvoyProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A real Envoy. */
final class EnvoyHost implements HostUnderTest {
  private final EnvoyProcess envoy;
  private final HostLog log;

  private EnvoyHost(EnvoyProcess envoy, HostLog log) {
    this.envoy = envoy;
    this.log = log;
  }

  static EnvoyHost start(EnvoyConfig config, HostOptions options) {
    HostLog log = new HostLog();
    EnvoyLauncher launcher =
        EnvoyLauncher.of(binary())
            .concurrency(options.workers())
            .onLog(line -> log.add(line(line)));
    try {
      EnvoyProcess envoy = launcher.start(config);
      var unused = envoy.onExit().thenRun(log::end);
      return new EnvoyHost(envoy, log);
    } catch (EnvoyException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The Envoy that all tests use; without one they are skipped. */
  private static EnvoyBinary binary() {
    try {
      return EnvoyInstaller.create().locate();
    } catch (EnvoyException e) {
      Assumptions.abort("No Envoy here, so nothing is tried in one: " + e.getMessage());
      throw e;
    }
  }

  private static LogLine line(EnvoyLogLine line) {
    return line.plugin()
        .map(plugin -> new LogLine(line.level(), true, plugin.source(), plugin.message()))
        .orElseGet(() -> new LogLine(line.level(), false, line.component(), line.message()));
  }

  @Override
  public Map<String, Integer> ports() {
    return envoy.ports();
  }

  @Override
  public HostLog log() {
    return log;
  }

  /** The log takes another way than the responses: what was said before this line is there. */
  @Override
  public void awaitLogged() {
    int fence = log.position();
    envoy.adminPost("logging?admin=info");
    var unused =
        log.await(
            fence, line -> line.text().startsWith("change log level"), Duration.ofSeconds(20));
  }

  @Override
  public String adminGet(String path) {
    return envoy.adminGet(path);
  }

  @Override
  public String adminPost(String path) {
    return envoy.adminPost(path);
  }

  @Override
  public Map<String, Long> stats(String regex) {
    return envoy.stats(regex);
  }

  @Override
  public boolean isAlive() {
    return envoy.isAlive();
  }

  @Override
  public void reload(EnvoyConfig config) {
    try {
      envoy.reload(config);
    } catch (EnvoyException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    envoy.close();
  }
}
