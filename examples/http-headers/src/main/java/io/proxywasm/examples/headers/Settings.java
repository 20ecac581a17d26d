package io.proxywasm.examples.headers;

import io.proxywasm.config.Pattern;
import io.proxywasm.config.PluginConfig;

/**
 * The plugin's configuration: a header that responses get.
 *
 * @param header its name; spaces around it do not count
 * @param value its value; spaces around it do not count
 */
@PluginConfig
record Settings(@Pattern(NOT_BLANK) String header, @Pattern(NOT_BLANK) String value) {
  private static final String NOT_BLANK = " *[^ ].*";
}
