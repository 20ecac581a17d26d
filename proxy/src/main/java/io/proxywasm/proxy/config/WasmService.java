package io.proxywasm.proxy.config;

/**
 * A plugin that belongs to no listener ({@code envoy.bootstrap.wasm}).
 *
 * @param config the plugin
 * @param singleton whether it runs once, and not once for each worker
 */
public record WasmService(PluginConfig config, boolean singleton) {}
