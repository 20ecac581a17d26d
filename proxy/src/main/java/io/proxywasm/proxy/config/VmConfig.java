package io.proxywasm.proxy.config;

import java.util.Map;

/**
 * Where a plugin runs. Plugins with the same id, code and configuration share a VM.
 *
 * @param vmId the VM's name, may be empty
 * @param code the module
 * @param configuration what the VM gets, in the way of {@link PluginConfig#configuration()}
 * @param environmentVariables the variables that the plugin sees
 * @param allowPrecompiled whether compiled code in the module may be used
 * @param nackOnCodeCacheMiss whether the start fails at once when remote code is not there yet
 */
public record VmConfig(
    String vmId,
    Code code,
    Bytes configuration,
    Map<String, String> environmentVariables,
    boolean allowPrecompiled,
    boolean nackOnCodeCacheMiss) {

  /** Copies the map. */
  public VmConfig {
    environmentVariables = Map.copyOf(environmentVariables);
  }

  /** A VM for a module, with Envoy's defaults. */
  public static VmConfig of(Code code) {
    return new VmConfig("", code, Bytes.EMPTY, Map.of(), false, false);
  }
}
