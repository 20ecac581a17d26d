package io.proxywasm.envoy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Wasm plugin in a listener's chain.
 *
 * @param name the plugin's name, also the filter's name
 * @param rootId which root context of the module serves it
 * @param vmId which VM it shares; plugins with the same id, code and VM configuration share one
 * @param code the module
 * @param configuration what {@code proxy_on_configure} reads
 * @param vmConfiguration what {@code proxy_on_vm_start} reads
 * @param failurePolicy what happens after the VM failed; empty is Envoy's own choice
 * @param allowOnHeadersStopIteration whether a pause in the headers callback lets body callbacks
 *     through; empty is Envoy's own choice
 * @param environment environment variables the module sees
 * @param allowedCapabilities what the plugin may import and export; empty allows all
 */
public record EnvoyPlugin(
    String name,
    String rootId,
    String vmId,
    WasmCode code,
    Optional<EnvoyValue> configuration,
    Optional<EnvoyValue> vmConfiguration,
    Optional<FailurePolicy> failurePolicy,
    Optional<Boolean> allowOnHeadersStopIteration,
    Map<String, String> environment,
    List<String> allowedCapabilities) {

  /** Copies the collections. */
  public EnvoyPlugin {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    allowedCapabilities = List.copyOf(allowedCapabilities);
  }

  /**
   * Starts a plugin with no root id, no VM id and no configuration.
   *
   * @param name the plugin's name
   * @param code its module
   * @return a builder
   */
  public static Builder builder(String name, WasmCode code) {
    return new Builder(name, code);
  }

  /** Collects a plugin's settings. */
  public static final class Builder {
    private final String name;
    private final WasmCode code;
    private String rootId = "";
    private String vmId = "";
    private @Nullable EnvoyValue configuration;
    private @Nullable EnvoyValue vmConfiguration;
    private @Nullable FailurePolicy failurePolicy;
    private @Nullable Boolean allowOnHeadersStopIteration;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> allowedCapabilities = new ArrayList<>();

    private Builder(String name, WasmCode code) {
      this.name = name;
      this.code = code;
    }

    /**
     * Sets the root id.
     *
     * @param value the id
     * @return this
     */
    public Builder rootId(String value) {
      rootId = value;
      return this;
    }

    /**
     * Sets the VM id.
     *
     * @param value the id
     * @return this
     */
    public Builder vmId(String value) {
      vmId = value;
      return this;
    }

    /**
     * Sets the plugin's configuration.
     *
     * @param value the configuration
     * @return this
     */
    public Builder configuration(EnvoyValue value) {
      configuration = value;
      return this;
    }

    /**
     * Sets the plugin's configuration as text.
     *
     * @param value the configuration
     * @return this
     */
    public Builder configuration(String value) {
      return configuration(EnvoyValue.text(value));
    }

    /**
     * Sets the VM's configuration.
     *
     * @param value the configuration
     * @return this
     */
    public Builder vmConfiguration(EnvoyValue value) {
      vmConfiguration = value;
      return this;
    }

    /**
     * Sets what happens after the VM failed.
     *
     * @param value the policy
     * @return this
     */
    public Builder failurePolicy(FailurePolicy value) {
      failurePolicy = value;
      return this;
    }

    /**
     * Sets whether a pause in the headers callback lets the body callbacks through.
     *
     * @param value true to let them through
     * @return this
     */
    public Builder allowOnHeadersStopIteration(boolean value) {
      allowOnHeadersStopIteration = value;
      return this;
    }

    /**
     * Adds an environment variable that the module sees.
     *
     * @param variable its name
     * @param value its value
     * @return this
     */
    public Builder environment(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /**
     * Restricts the plugin to what is named here, each time one more.
     *
     * @param capability an ABI or WASI function, such as {@code proxy_log}
     * @return this
     */
    public Builder allowCapability(String capability) {
      allowedCapabilities.add(capability);
      return this;
    }

    /**
     * Makes the plugin.
     *
     * @return the plugin
     */
    public EnvoyPlugin build() {
      return new EnvoyPlugin(
          name,
          rootId,
          vmId,
          code,
          Optional.ofNullable(configuration),
          Optional.ofNullable(vmConfiguration),
          Optional.ofNullable(failurePolicy),
          Optional.ofNullable(allowOnHeadersStopIteration),
          environment,
          allowedCapabilities);
    }
  }
}
