package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.FailurePolicy;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.PluginLimits;
import io.proxywasm.host.guest.GuestCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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
  private final @Nullable GuestCode given;
  private final PluginConfig config;

  private TestPlugin(
      @Nullable String mainClass,
      @Nullable Path file,
      @Nullable GuestCode given,
      PluginConfig config) {
    this.mainClass = mainClass;
    this.file = file;
    this.given = given;
    this.config = config;
  }

  /** A plugin in Java, by the class that has its {@code main}. */
  public static TestPlugin of(Class<?> mainClass) {
    return new TestPlugin(mainClass.getName(), null, null, defaults(mainClass.getSimpleName()));
  }

  /**
   * A plugin in Java or Kotlin, by the name of the class that has its {@code main}, with its
   * package.
   */
  public static TestPlugin of(String mainClass) {
    return new TestPlugin(
        mainClass, null, null, defaults(mainClass.substring(mainClass.lastIndexOf('.') + 1)));
  }

  /** A compiled plugin of any language. */
  public static TestPlugin of(Path file) {
    String name = String.valueOf(file.getFileName());
    return new TestPlugin(null, file, null, defaults(name.replace(".wasm", "")));
  }

  private static PluginConfig defaults(String name) {
    PluginLimits none = PluginLimits.none();
    return PluginConfig.builder(name)
        .limits(
            new PluginLimits(
                Mode.isDebugging() ? Duration.ZERO : DEFAULT_CALLBACK_TIMEOUT,
                none.maxMemoryBytes(),
                none.maxAllocationBytes(),
                none.logLinesPerSecond()))
        .build();
  }

  private TestPlugin with(PluginConfig.Builder changed) {
    return new TestPlugin(mainClass, file, given, changed.build());
  }

  /** The plugin's name. */
  public TestPlugin name(String name) {
    return with(config.toBuilder().name(name));
  }

  /** Which plugin of the module. */
  public TestPlugin rootId(String rootId) {
    return with(config.toBuilder().rootId(rootId));
  }

  /** Plugins of the same vm_id share data and queues. */
  public TestPlugin vmId(String vmId) {
    return with(config.toBuilder().vmId(vmId));
  }

  /** What becomes of streams when the plugin has failed. */
  public TestPlugin failurePolicy(FailurePolicy policy) {
    return with(config.toBuilder().failurePolicy(policy));
  }

  /** The environment variables that the plugin sees. */
  public TestPlugin environment(Map<String, String> environment) {
    return with(config.toBuilder().environment(environment));
  }

  /** The plugin's configuration, in UTF-8. */
  public TestPlugin configuration(String configuration) {
    return configuration(configuration.getBytes(UTF_8));
  }

  /** The plugin's configuration. */
  public TestPlugin configuration(byte[] configuration) {
    return with(config.toBuilder().configuration(configuration));
  }

  /** The VM's configuration, in UTF-8. */
  public TestPlugin vmConfiguration(String configuration) {
    return vmConfiguration(configuration.getBytes(UTF_8));
  }

  /** The VM's configuration. */
  public TestPlugin vmConfiguration(byte[] configuration) {
    return with(config.toBuilder().vmConfiguration(configuration));
  }

  /** Whether Pause in a headers callback lets the body through to the plugin: Envoy's field. */
  public TestPlugin allowOnHeadersStopIteration(boolean allow) {
    return with(config.toBuilder().allowOnHeadersStopIteration(allow));
  }

  /** What the plugin may use. */
  public TestPlugin limits(PluginLimits limits) {
    return with(config.toBuilder().limits(limits));
  }

  /** Only these hostcalls, WASI functions and callbacks, by their ABI names. */
  public TestPlugin allowedCapabilities(Set<String> names) {
    return with(config.toBuilder().allowedCapabilities(names));
  }

  /** The same plugin by code of any kind. */
  TestPlugin code(GuestCode code) {
    return new TestPlugin(null, null, code, config);
  }

  /** Its code, as it runs in a mode of this JVM. */
  GuestCode code(Mode mode) {
    if (given != null) {
      return given;
    }
    if (file != null) {
      return PluginCode.wasm(file);
    }
    String main = Objects.requireNonNull(mainClass);
    return mode == Mode.JAVA ? PluginCode.java(main) : PluginCode.wasm(main);
  }

  /** Its module. */
  byte[] module() {
    return file != null
        ? PluginCode.read(file)
        : PluginCode.module(Objects.requireNonNull(mainClass));
  }

  PluginConfig config() {
    return config;
  }

  @Override
  public String toString() {
    return "the plugin " + config.name();
  }
}
