package io.proxywasm.proxy.plugin;

import io.proxywasm.host.FailurePolicy;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.PluginLimits;
import java.util.Set;

/** What the configuration says of a plugin, as the host takes it. */
final class HostConfigs {
  private HostConfigs() {}

  static PluginConfig of(io.proxywasm.proxy.config.PluginConfig config) {
    Set<String> capabilities = config.allowedCapabilities();
    PluginLimits none = PluginLimits.none();
    return new PluginConfig(
        config.name(),
        config.rootId(),
        config.vmConfig().vmId(),
        config.vmConfig().configuration().toByteArray(),
        config.configuration().toByteArray(),
        policy(config.failurePolicy()),
        config.reloadBackoff(),
        capabilities.isEmpty() ? null : capabilities,
        config.vmConfig().environmentVariables(),
        config.allowOnHeadersStopIteration(),
        new PluginLimits(
            config.limits().callbackTimeout().orElse(none.callbackTimeout()),
            config.limits().maxMemoryBytes().orElse(none.maxMemoryBytes()),
            none.maxAllocationBytes(),
            config.limits().logLinesPerSecond().orElse(none.logLinesPerSecond())));
  }

  private static FailurePolicy policy(io.proxywasm.proxy.config.PluginConfig.FailurePolicy policy) {
    return switch (policy) {
      case FAIL_CLOSED -> FailurePolicy.FAIL_CLOSED;
      case FAIL_OPEN -> FailurePolicy.FAIL_OPEN;
      case FAIL_OPEN_AT_ONCE -> FailurePolicy.FAIL_OPEN_AT_ONCE;
      case FAIL_RELOAD -> FailurePolicy.FAIL_RELOAD;
    };
  }
}
