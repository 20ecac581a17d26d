package io.proxywasm.host;

import io.proxywasm.host.guest.GuestCode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Plugins with the same key share a VM on each loop: vm_id, VM configuration, code. */
final class VmKey {
  private final PluginConfig config;
  private final byte[] vmConfiguration;
  private final GuestCode code;

  VmKey(PluginConfig config, GuestCode code) {
    this.config = config;
    this.vmConfiguration = config.vmConfiguration();
    this.code = code;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VmKey key
        && code == key.code
        && config.vmId().equals(key.config.vmId())
        && Arrays.equals(vmConfiguration, key.vmConfiguration)
        && config.environment().equals(key.config.environment())
        && config.limits().equals(key.config.limits())
        && Objects.equals(config.allowedCapabilities(), key.config.allowedCapabilities());
  }

  @Override
  public int hashCode() {
    return config.vmId().hashCode() * 31 + System.identityHashCode(code);
  }
}
