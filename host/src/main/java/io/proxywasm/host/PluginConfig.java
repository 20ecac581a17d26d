package io.proxywasm.host;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a plugin: Envoy's {@code PluginConfig}.
 *
 * @param name for logs; may be empty
 * @param rootId which plugin of the module; may be empty
 * @param vmId plugins with the same vm_id, VM configuration and code share a VM on each loop, and
 *     all plugins with the same vm_id share data and queues
 * @param vmConfiguration what {@code on_vm_start} gets
 * @param configuration what {@code on_configure} gets
 * @param failurePolicy what becomes of streams when the VM is dead
 * @param reloadBackoff the least time between two VMs with {@link FailurePolicy#FAIL_RELOAD}
 * @param allowedCapabilities the hostcalls, WASI functions and callbacks that may be used, by their
 *     ABI names; null allows all
 * @param environment the environment variables that the plugin sees
 * @param allowOnHeadersStopIteration whether Pause in a headers callback lets the body through to
 *     the plugin; Envoy's field of this name
 * @param limits what a VM may use
 */
public record PluginConfig(
    String name,
    String rootId,
    String vmId,
    byte[] vmConfiguration,
    byte[] configuration,
    FailurePolicy failurePolicy,
    Duration reloadBackoff,
    @Nullable Set<String> allowedCapabilities,
    Map<String, String> environment,
    boolean allowOnHeadersStopIteration,
    PluginLimits limits) {
  /** The least time between two reloads when none is configured: Envoy's 1 s. */
  public static final Duration DEFAULT_RELOAD_BACKOFF = Duration.ofSeconds(1);

  /** Copies. */
  public PluginConfig {
    vmConfiguration = vmConfiguration.clone();
    configuration = configuration.clone();
    allowedCapabilities = allowedCapabilities == null ? null : Set.copyOf(allowedCapabilities);
    environment = Map.copyOf(environment);
  }

  /** A plugin with a name and nothing else. */
  public static PluginConfig named(String name) {
    return new PluginConfig(
        name,
        "",
        "",
        new byte[0],
        new byte[0],
        FailurePolicy.FAIL_CLOSED,
        DEFAULT_RELOAD_BACKOFF,
        null,
        Map.of(),
        false,
        PluginLimits.none());
  }

  /** The same with another configuration. */
  public PluginConfig withConfiguration(byte[] value) {
    return new PluginConfig(
        name,
        rootId,
        vmId,
        vmConfiguration,
        value,
        failurePolicy,
        reloadBackoff,
        allowedCapabilities,
        environment,
        allowOnHeadersStopIteration,
        limits);
  }

  /** The same with another VM configuration. */
  public PluginConfig withVmConfiguration(byte[] value) {
    return new PluginConfig(
        name,
        rootId,
        vmId,
        value,
        configuration,
        failurePolicy,
        reloadBackoff,
        allowedCapabilities,
        environment,
        allowOnHeadersStopIteration,
        limits);
  }

  /** The same with other limits. */
  public PluginConfig withLimits(PluginLimits value) {
    return new PluginConfig(
        name,
        rootId,
        vmId,
        vmConfiguration,
        configuration,
        failurePolicy,
        reloadBackoff,
        allowedCapabilities,
        environment,
        allowOnHeadersStopIteration,
        value);
  }
}
