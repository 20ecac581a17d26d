package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.FailurePolicy;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.PluginLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that is tested: its code and its configuration. Immutable: each method returns another
 * one.
 */
public final class TestPlugin {
  /** How long a callback may run in a test before it counts as endless; in a debugger, for ever. */
  public static final Duration DEFAULT_CALLBACK_TIMEOUT = Duration.ofSeconds(5);

  private final @Nullable String mainClass;
  private final @Nullable Path file;
  private final PluginConfig config;

  private TestPlugin(@Nullable String mainClass, @Nullable Path file, PluginConfig config) {
    this.mainClass = mainClass;
    this.file = file;
    this.config = config;
  }

  /** A plugin in Java, by the class that has its {@code main}. */
  public static TestPlugin of(Class<?> mainClass) {
    return new TestPlugin(mainClass.getName(), null, defaults(mainClass.getSimpleName()));
  }

  /**
   * A plugin in Java or Kotlin, by the name of the class that has its {@code main}, with its
   * package.
   */
  public static TestPlugin of(String mainClass) {
    return new TestPlugin(
        mainClass, null, defaults(mainClass.substring(mainClass.lastIndexOf('.') + 1)));
  }

  /** A compiled plugin of any language. */
  public static TestPlugin of(Path file) {
    String name = String.valueOf(file.getFileName());
    return new TestPlugin(null, file, defaults(name.replace(".wasm", "")));
  }

  private static PluginConfig defaults(String name) {
    PluginLimits none = PluginLimits.none();
    return PluginConfig.named(name)
        .withLimits(
            new PluginLimits(
                Mode.isDebugging() ? Duration.ZERO : DEFAULT_CALLBACK_TIMEOUT,
                none.maxMemoryBytes(),
                none.maxAllocationBytes(),
                none.logLinesPerSecond()));
  }

  /** The plugin's name. */
  public TestPlugin name(String name) {
    return with(name, config.rootId(), config.vmId(), config.failurePolicy(), config.environment());
  }

  /** Which plugin of the module. */
  public TestPlugin rootId(String rootId) {
    return with(config.name(), rootId, config.vmId(), config.failurePolicy(), config.environment());
  }

  /** Plugins of the same vm_id share data and queues. */
  public TestPlugin vmId(String vmId) {
    return with(config.name(), config.rootId(), vmId, config.failurePolicy(), config.environment());
  }

  /** What becomes of streams when the plugin has failed. */
  public TestPlugin failurePolicy(FailurePolicy policy) {
    return with(config.name(), config.rootId(), config.vmId(), policy, config.environment());
  }

  /** The environment variables that the plugin sees. */
  public TestPlugin environment(Map<String, String> environment) {
    return with(config.name(), config.rootId(), config.vmId(), config.failurePolicy(), environment);
  }

  private TestPlugin with(
      String name,
      String rootId,
      String vmId,
      FailurePolicy policy,
      Map<String, String> environment) {
    return new TestPlugin(
        mainClass,
        file,
        new PluginConfig(
            name,
            rootId,
            vmId,
            config.vmConfiguration(),
            config.configuration(),
            policy,
            config.reloadBackoff(),
            config.allowedCapabilities(),
            environment,
            config.allowOnHeadersStopIteration(),
            config.limits()));
  }

  /** The plugin's configuration, in UTF-8. */
  public TestPlugin configuration(String configuration) {
    return configuration(configuration.getBytes(UTF_8));
  }

  /** The plugin's configuration. */
  public TestPlugin configuration(byte[] configuration) {
    return new TestPlugin(mainClass, file, config.withConfiguration(configuration));
  }

  /** The VM's configuration, in UTF-8. */
  public TestPlugin vmConfiguration(String configuration) {
    return new TestPlugin(
        mainClass, file, config.withVmConfiguration(configuration.getBytes(UTF_8)));
  }

  /** What the plugin may use. */
  public TestPlugin limits(PluginLimits limits) {
    return new TestPlugin(mainClass, file, config.withLimits(limits));
  }

  /** Only these hostcalls, WASI functions and callbacks, by their ABI names. */
  public TestPlugin allowedCapabilities(Set<String> names) {
    return new TestPlugin(
        mainClass,
        file,
        new PluginConfig(
            config.name(),
            config.rootId(),
            config.vmId(),
            config.vmConfiguration(),
            config.configuration(),
            config.failurePolicy(),
            config.reloadBackoff(),
            names,
            config.environment(),
            config.allowOnHeadersStopIteration(),
            config.limits()));
  }

  PluginConfig config() {
    return config;
  }

  /** The class with the plugin's main; null when it is a module only. */
  @Nullable String mainClass() {
    return mainClass;
  }

  /** The module's file; null when it is compiled from classes. */
  @Nullable Path file() {
    return file;
  }

  @Override
  public String toString() {
    return "the plugin " + config.name();
  }
}
