package io.proxywasm.proxy.plugin;

import io.proxywasm.host.FailurePolicy;
import io.proxywasm.host.PluginConfig;
import io.proxywasm.host.PluginLimits;

/** What the configuration says of a plugin, as the host takes it. */
final class HostConfigs {
  private HostConfigs() {}

  static PluginConfig of(io.proxywasm.proxy.config.PluginConfig config) {
    PluginConfig.Builder builder =
        PluginConfig.builder(config.name())
            .rootId(config.rootId())
            .vmId(config.vmConfig().vmId())
            .vmConfiguration(config.vmConfig().configuration().toByteArray())
            .configuration(config.configuration().toByteArray())
            .failurePolicy(policy(config.failurePolicy()))
            .reloadBackoff(config.reloadBackoff())
            .environment(config.vmConfig().environmentVariables())
            .allowOnHeadersStopIteration(config.allowOnHeadersStopIteration())
            .limits(limits(config.limits()));
    if (!config.allowedCapabilities().isEmpty()) {
      builder.allowedCapabilities(config.allowedCapabilities());
    }
    return builder.build();
  }

  private static PluginLimits limits(io.proxywasm.proxy.config.PluginLimits limits) {
    PluginLimits none = PluginLimits.none();
    return new PluginLimits(
        limits.callbackTimeout().orElse(none.callbackTimeout()),
        limits.maxMemoryBytes().orElse(none.maxMemoryBytes()),
        none.maxAllocationBytes(),
        limits.logLinesPerSecond().orElse(none.logLinesPerSecond()));
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
