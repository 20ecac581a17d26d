package io.proxywasm.proxy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what routes change of HTTP filters. */
final class FilterOverrideReader {
  private static final String FILTER_CONFIG = RouteReader.ROUTE + "FilterConfig";
  private static final String WASM = "envoy.extensions.wasm.v3.PluginConfig";

  private final List<String> filters;

  FilterOverrideReader(List<HttpFilter> filters) {
    this.filters = filters.stream().map(HttpFilter::name).toList();
  }

  /** The overrides of a message over those of the one around it. */
  Map<String, FilterOverride> read(MessageInput in, Map<String, FilterOverride> outer) {
    Map<String, FilterOverride> result = new LinkedHashMap<>(outer);
    result.putAll(
        in.map("typed_per_filter_config", "google.protobuf.Any", FilterOverrideReader::override));
    for (String name : result.keySet()) {
      if (!filters.contains(name)) {
        throw in.wrong(
            "typed_per_filter_config",
            String.format(
                "there is no HTTP filter %s. Filters with a plugin: %s",
                name, filters.isEmpty() ? "none" : String.join(", ", filters)));
      }
    }
    return result;
  }

  private static FilterOverride override(Input any) {
    String type = MessageInput.typeOf(any, Set.of());
    if (type.equals(FILTER_CONFIG)) {
      return MessageInput.typed(any, Map.of(FILTER_CONFIG, FilterOverrideReader::filterConfig));
    }
    return new FilterOverride(false, Optional.of(configuration(any)));
  }

  private static FilterOverride filterConfig(MessageInput in) {
    boolean disabled = in.flag("disabled", false);
    Optional<Bytes> configuration = in.anyInput("config").map(FilterOverrideReader::configuration);
    return new FilterOverride(disabled, configuration);
  }

  /** A plugin's configuration as it is, or in the filter's own message. */
  private static Bytes configuration(Input any) {
    String type = MessageInput.typeOf(any, Set.of());
    if (!type.equals(PluginReader.HTTP_WASM) && !MessageInput.isTypedStruct(type)) {
      return AnyBytes.of(any);
    }
    return MessageInput.typed(
        any,
        Map.of(
            PluginReader.HTTP_WASM,
            wasm -> wasm.requiredMessage("config", WASM, plugin -> plugin.any("configuration"))));
  }
}
