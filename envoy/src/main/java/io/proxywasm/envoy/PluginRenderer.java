package io.proxywasm.envoy;

import static io.proxywasm.envoy.Fields.fields;
import static io.proxywasm.envoy.Fields.typed;

import java.util.Map;
import java.util.TreeMap;

/** Renders plugins as HTTP or network filters. */
final class PluginRenderer {
  private final CodeSource code;

  PluginRenderer(CodeSource code) {
    this.code = code;
  }

  Fields httpFilter(EnvoyPlugin plugin) {
    return filter(plugin, "envoy.extensions.filters.http.wasm.v3.Wasm");
  }

  Fields networkFilter(EnvoyPlugin plugin) {
    return filter(plugin, "envoy.extensions.filters.network.wasm.v3.Wasm");
  }

  private Fields filter(EnvoyPlugin plugin, String type) {
    return fields("name", plugin.name())
        .with("typed_config", typed(type).with("config", config(plugin)));
  }

  private Fields config(EnvoyPlugin plugin) {
    Fields config =
        fields("name", plugin.name())
            .withText("root_id", plugin.rootId())
            .with("vm_config", vm(plugin))
            .withOptional("configuration", plugin.configuration().map(EnvoyValue::any))
            .withOptional(
                "failure_policy",
                plugin
                    .failurePolicy()
                    .filter(policy -> policy != FailurePolicy.FAIL_OPEN_AT_ONCE)
                    .map(Enum::name))
            .withOptional(
                "fail_open",
                plugin
                    .failurePolicy()
                    .filter(policy -> policy == FailurePolicy.FAIL_OPEN_AT_ONCE)
                    .map(policy -> true))
            .withOptional("allow_on_headers_stop_iteration", plugin.allowOnHeadersStopIteration());
    if (!plugin.allowedCapabilities().isEmpty()) {
      Map<String, Object> allowed = new TreeMap<>();
      plugin.allowedCapabilities().forEach(name -> allowed.put(name, Map.of()));
      config.with("capability_restriction_config", Map.of("allowed_capabilities", allowed));
    }
    return config;
  }

  private Fields vm(EnvoyPlugin plugin) {
    Fields vm =
        fields("runtime", "envoy.wasm.runtime.v8")
            .withText("vm_id", plugin.vmId())
            .with("code", code.of(plugin.code()))
            .withOptional("configuration", plugin.vmConfiguration().map(EnvoyValue::any));
    if (!plugin.environment().isEmpty()) {
      vm.with("environment_variables", Map.of("key_values", plugin.environment()));
    }
    return vm;
  }
}
