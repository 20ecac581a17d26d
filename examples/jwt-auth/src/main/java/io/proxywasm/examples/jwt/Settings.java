package io.proxywasm.examples.jwt;

import io.proxywasm.config.Default;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import io.proxywasm.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * The plugin's configuration.
 *
 * @param jwks the keys, as the issuer serves them
 * @param issuer who has to have issued tokens; anyone if it is not given
 * @param audience for whom tokens have to be; for anyone if it is not given
 * @param leewaySeconds by how much clocks may differ
 * @param subjectHeader the header in which the upstream gets the subject
 * @param publicPaths how paths begin that need no token
 */
@PluginConfig
record Settings(
    JsonValue jwks,
    Optional<String> issuer,
    Optional<String> audience,
    @Default("0") @Range(min = 0, max = 3600) int leewaySeconds,
    @Default("x-jwt-subject") String subjectHeader,
    @Default("[]") List<String> publicPaths) {}
