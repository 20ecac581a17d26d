package io.proxywasm.proxy.config;

import java.util.Optional;

/**
 * What a route changes of an HTTP filter ({@code typed_per_filter_config}).
 *
 * @param disabled whether the filter is left out; a filter that is disabled in the chain runs where
 *     an override says false
 * @param configuration the plugin's configuration on this route, or empty for the filter's own
 */
public record FilterOverride(boolean disabled, Optional<Bytes> configuration) {}
