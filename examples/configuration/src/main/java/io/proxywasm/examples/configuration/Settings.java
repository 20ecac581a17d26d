package io.proxywasm.examples.configuration;

import io.proxywasm.config.Default;
import io.proxywasm.config.Pattern;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.config.Range;
import java.util.List;

/**
 * The plugin's configuration. {@code SettingsReader} is generated of it.
 *
 * @param header the name of the header that responses get
 * @param value its value
 * @param blockedStatus the status that a blocked path is answered with
 * @param blockedPaths how such paths begin
 */
@PluginConfig
record Settings(
    @Pattern("[A-Za-z0-9-]+") String header,
    String value,
    @Default("403") @Range(min = 400, max = 599) int blockedStatus,
    @Default("[]") List<@Pattern("/.*") String> blockedPaths) {
  static final Settings NONE = new Settings("x-configured", "", 403, List.of());
}
