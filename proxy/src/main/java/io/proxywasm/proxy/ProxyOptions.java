package io.proxywasm.proxy;

import io.proxywasm.host.ForeignFunction;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.proxy.log.Levels;
import io.proxywasm.proxy.log.LogTarget;
import io.proxywasm.proxy.log.StreamTarget;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How a proxy runs: what Envoy's command line says, and more. */
public final class ProxyOptions {
  private final Builder values;

  private ProxyOptions(Builder values) {
    this.values = values;
  }

  /** One worker for each processor, compiled plugins, the log on standard error. */
  public static ProxyOptions defaults() {
    return builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  GuestEngine engine() {
    return values.engine.get();
  }

  int workers() {
    return values.workers;
  }

  LogTarget logTarget() {
    return values.logTarget;
  }

  int logLevel() {
    return values.logLevel;
  }

  Map<String, Integer> componentLogLevels() {
    return values.componentLogLevels;
  }

  Map<Path, Supplier<GuestCode>> codeOverrides() {
    return values.codeOverrides;
  }

  Map<String, ForeignFunction> foreignFunctions() {
    return values.foreignFunctions;
  }

  Optional<InetSocketAddress> adminAddress() {
    return values.adminAddress;
  }

  Optional<Duration> watchInterval() {
    return values.watchInterval;
  }

  Optional<Path> configFile() {
    return values.configFile;
  }

  Duration drainTime() {
    return values.drainTime;
  }

  /** Collects options. */
  public static final class Builder {
    private final Map<Path, Supplier<GuestCode>> codeOverrides = new LinkedHashMap<>();
    private final Map<String, ForeignFunction> foreignFunctions = new LinkedHashMap<>();
    private final Map<String, Integer> componentLogLevels = new LinkedHashMap<>();
    private Supplier<GuestEngine> engine = io.proxywasm.host.engine.WasmEngine::compiled;
    private int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    private LogTarget logTarget = new StreamTarget(System.err);
    private int logLevel = Levels.parse("info");
    private Optional<InetSocketAddress> adminAddress = Optional.empty();
    private Optional<Duration> watchInterval = Optional.empty();
    private Optional<Path> configFile = Optional.empty();
    private Duration drainTime = Duration.ofSeconds(5);

    private Builder() {}

    /** Sets what runs plugins; the proxy closes it. */
    public Builder engine(GuestEngine value) {
      engine = () -> value;
      return this;
    }

    /** Sets the number of worker threads. */
    public Builder workers(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("at least one worker, not " + value);
      }
      workers = value;
      return this;
    }

    /** Sets where the log goes. */
    public Builder logTarget(LogTarget value) {
      logTarget = value;
      return this;
    }

    /**
     * Sets the lowest level that is written.
     *
     * @param value {@code trace}, {@code debug}, {@code info}, {@code warning}, {@code error},
     *     {@code critical} or {@code off}
     */
    public Builder logLevel(String value) {
      logLevel = level(value);
      return this;
    }

    /** Sets the level of one logger, such as {@code wasm}. */
    public Builder logLevel(String logger, String value) {
      componentLogLevels.put(logger, level(value));
      return this;
    }

    private static int level(String value) {
      int level = Levels.parse(value);
      if (level < 0) {
        throw new IllegalArgumentException(
            "no log level "
                + value
                + "; there are trace, debug, info, warning, error, critical, off");
      }
      return level;
    }

    /**
     * Runs other code wherever the configuration names a file, such as a plugin's Java classes.
     *
     * @param path the file as the configuration names it; need not exist
     * @param code is asked whenever the configuration is read
     */
    public Builder codeOverride(Path path, Supplier<GuestCode> code) {
      codeOverrides.put(path, code);
      return this;
    }

    /** Adds a function that plugins can call by name ({@code proxy_call_foreign_function}). */
    public Builder foreignFunction(String name, ForeignFunction function) {
      foreignFunctions.put(name, function);
      return this;
    }

    /** Opens the admin endpoint there, whatever the configuration says. */
    public Builder adminAddress(InetSocketAddress value) {
      adminAddress = Optional.of(value);
      return this;
    }

    /**
     * Looks for changed files of code, and a changed {@link #configFile}, again and again, and
     * exchanges plugins without losing requests.
     */
    public Builder watch(Duration interval) {
      if (interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException("the interval is " + interval);
      }
      watchInterval = Optional.of(interval);
      return this;
    }

    /** Names the file that the configuration was read from, for {@link #watch}. */
    public Builder configFile(Path value) {
      configFile = Optional.of(value);
      return this;
    }

    /** Sets how long {@link Proxy#close} waits for requests to end. */
    public Builder drainTime(Duration value) {
      drainTime = value;
      return this;
    }

    /** Makes the options. */
    public ProxyOptions build() {
      Builder copy = new Builder();
      copy.codeOverrides.putAll(codeOverrides);
      copy.foreignFunctions.putAll(foreignFunctions);
      copy.componentLogLevels.putAll(componentLogLevels);
      copy.engine = engine;
      copy.workers = workers;
      copy.logTarget = logTarget;
      copy.logLevel = logLevel;
      copy.adminAddress = adminAddress;
      copy.watchInterval = watchInterval;
      copy.configFile = configFile;
      copy.drainTime = drainTime;
      return new ProxyOptions(copy);
    }
  }
}
