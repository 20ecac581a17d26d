package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.Set;

/**
 * A plugin at its place in the proxy.
 *
 * @param name the plugin's name, in logs and stats
 * @param rootId what plugins of one module are told apart by
 * @param vmConfig where it runs
 * @param configuration what the plugin gets: a {@code StringValue}'s or {@code BytesValue}'s
 *     content, any other message as protobuf writes it
 * @param failurePolicy what happens to streams of a plugin that has failed
 * @param reloadBackoff the shortest time between two reloads
 * @param allowedCapabilities the host functions and callbacks that it may use; none for all
 * @param allowOnHeadersStopIteration whether StopIteration of a headers callback holds only the
 *     headers
 * @param limits what Envoy has no limits for
 */
public record PluginConfig(
    String name,
    String rootId,
    VmConfig vmConfig,
    Bytes configuration,
    FailurePolicy failurePolicy,
    Duration reloadBackoff,
    Set<String> allowedCapabilities,
    boolean allowOnHeadersStopIteration,
    PluginLimits limits) {
  /** The shortest time between two reloads when nothing is said. */
  public static final Duration DEFAULT_RELOAD_BACKOFF = Duration.ofSeconds(1);

  /** Copies the set. */
  public PluginConfig {
    allowedCapabilities = Set.copyOf(allowedCapabilities);
  }

  /** A plugin with Envoy's defaults and no limits. */
  public static PluginConfig of(String name, VmConfig vmConfig, Bytes configuration) {
    return new PluginConfig(
        name,
        "",
        vmConfig,
        configuration,
        FailurePolicy.FAIL_CLOSED,
        DEFAULT_RELOAD_BACKOFF,
        Set.of(),
        false,
        PluginLimits.NONE);
  }

  /** The same with another configuration. */
  public PluginConfig withConfiguration(Bytes value) {
    return new PluginConfig(
        name,
        rootId,
        vmConfig,
        value,
        failurePolicy,
        reloadBackoff,
        allowedCapabilities,
        allowOnHeadersStopIteration,
        limits);
  }

  /** What happens to streams of a plugin that has failed. */
  public enum FailurePolicy {
    /** They fail: 503, or the connection ends. */
    FAIL_CLOSED,
    /** They go on without the plugin, but those that it has seen fail. */
    FAIL_OPEN,
    /** They go on without the plugin: the deprecated field {@code fail_open}. */
    FAIL_OPEN_AT_ONCE,
    /** They fail until the plugin is loaded again. */
    FAIL_RELOAD
  }
}
