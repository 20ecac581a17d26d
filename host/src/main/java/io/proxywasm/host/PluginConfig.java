package io.proxywasm.host;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration of a plugin: Envoy's {@code PluginConfig}. Immutable. */
public final class PluginConfig {
  private final String name;
  private final String rootId;
  private final String vmId;
  private final byte[] vmConfiguration;
  private final byte[] configuration;
  private final FailurePolicy failurePolicy;
  private final Duration reloadBackoff;
  private final @Nullable Set<String> allowedCapabilities;
  private final Map<String, String> environment;
  private final boolean allowOnHeadersStopIteration;
  private final PluginLimits limits;

  private PluginConfig(Builder builder) {
    name = builder.name;
    rootId = builder.rootId;
    vmId = builder.vmId;
    vmConfiguration = builder.vmConfiguration;
    configuration = builder.configuration;
    failurePolicy = builder.failurePolicy;
    reloadBackoff = builder.reloadBackoff;
    allowedCapabilities = builder.allowedCapabilities;
    environment = builder.environment;
    allowOnHeadersStopIteration = builder.allowOnHeadersStopIteration;
    limits = builder.limits;
  }

  /**
   * Begins a configuration with Envoy's defaults and no limits.
   *
   * @param name the plugin's name, for logs; may be empty
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** A plugin with a name and nothing else. */
  public static PluginConfig named(String name) {
    return builder(name).build();
  }

  /** Begins a configuration that is this one but for what is set. */
  public Builder toBuilder() {
    Builder builder = new Builder(name);
    builder.rootId = rootId;
    builder.vmId = vmId;
    builder.vmConfiguration = vmConfiguration;
    builder.configuration = configuration;
    builder.failurePolicy = failurePolicy;
    builder.reloadBackoff = reloadBackoff;
    builder.allowedCapabilities = allowedCapabilities;
    builder.environment = environment;
    builder.allowOnHeadersStopIteration = allowOnHeadersStopIteration;
    builder.limits = limits;
    return builder;
  }

  /** The plugin's name. */
  public String name() {
    return name;
  }

  /** As {@link Builder#rootId}. */
  public String rootId() {
    return rootId;
  }

  /** As {@link Builder#vmId}. */
  public String vmId() {
    return vmId;
  }

  /** As {@link Builder#vmConfiguration}. */
  public byte[] vmConfiguration() {
    return vmConfiguration.clone();
  }

  /** As {@link Builder#configuration}. */
  public byte[] configuration() {
    return configuration.clone();
  }

  /** As {@link Builder#failurePolicy}. */
  public FailurePolicy failurePolicy() {
    return failurePolicy;
  }

  /** As {@link Builder#reloadBackoff}. */
  public Duration reloadBackoff() {
    return reloadBackoff;
  }

  /** As {@link Builder#allowedCapabilities}; null when all are allowed. */
  public @Nullable Set<String> allowedCapabilities() {
    return allowedCapabilities;
  }

  /** As {@link Builder#environment}. */
  public Map<String, String> environment() {
    return environment;
  }

  /** As {@link Builder#allowOnHeadersStopIteration}. */
  public boolean allowOnHeadersStopIteration() {
    return allowOnHeadersStopIteration;
  }

  /** As {@link Builder#limits}. */
  public PluginLimits limits() {
    return limits;
  }

  /** Makes a configuration. */
  public static final class Builder {
    private String name;
    private String rootId = "";
    private String vmId = "";
    private byte[] vmConfiguration = {};
    private byte[] configuration = {};
    private FailurePolicy failurePolicy = FailurePolicy.FAIL_CLOSED;
    private Duration reloadBackoff = Duration.ofSeconds(1);
    private @Nullable Set<String> allowedCapabilities;
    private Map<String, String> environment = Map.of();
    private boolean allowOnHeadersStopIteration;
    private PluginLimits limits = PluginLimits.none();

    private Builder(String name) {
      this.name = name;
    }

    /** The plugin's name, for logs; may be empty. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** Which plugin of the module: Envoy's {@code root_id}. Empty if it is not said. */
    public Builder rootId(String value) {
      rootId = value;
      return this;
    }

    /**
     * Plugins with the same vm_id, VM configuration and code share a VM on each loop, and all
     * plugins with the same vm_id share data and queues: Envoy's {@code vm_id}. Empty if it is not
     * said.
     */
    public Builder vmId(String value) {
      vmId = value;
      return this;
    }

    /** What {@code proxy_on_vm_start} gets; nothing if it is not said. Copied. */
    public Builder vmConfiguration(byte[] value) {
      vmConfiguration = value.clone();
      return this;
    }

    /** What {@code proxy_on_configure} gets; nothing if it is not said. Copied. */
    public Builder configuration(byte[] value) {
      configuration = value.clone();
      return this;
    }

    /** What becomes of streams when the VM is dead; they fail if it is not said. */
    public Builder failurePolicy(FailurePolicy value) {
      failurePolicy = value;
      return this;
    }

    /**
     * The least time between two VMs with {@link FailurePolicy#FAIL_RELOAD}; Envoy's 1 s if it is
     * not said.
     */
    public Builder reloadBackoff(Duration value) {
      reloadBackoff = value;
      return this;
    }

    /**
     * The hostcalls, WASI functions and callbacks that may be used, by their ABI names; all if it
     * is not said. Copied.
     */
    public Builder allowedCapabilities(Set<String> names) {
      allowedCapabilities = Set.copyOf(names);
      return this;
    }

    /** The environment variables that the plugin sees; none if it is not said. Copied. */
    public Builder environment(Map<String, String> value) {
      environment = Map.copyOf(value);
      return this;
    }

    /**
     * Whether Pause in a headers callback lets the body through to the plugin: Envoy's field of
     * this name. False if it is not said.
     */
    public Builder allowOnHeadersStopIteration(boolean value) {
      allowOnHeadersStopIteration = value;
      return this;
    }

    /** What a VM may use; {@link PluginLimits#none} if it is not said. */
    public Builder limits(PluginLimits value) {
      limits = value;
      return this;
    }

    /** Makes the configuration. */
    public PluginConfig build() {
      return new PluginConfig(this);
    }
  }
}
