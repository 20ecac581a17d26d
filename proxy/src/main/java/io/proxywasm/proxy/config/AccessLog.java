package io.proxywasm.proxy.config;

import java.nio.file.Path;

/** Where a line for each request or connection goes. */
public sealed interface AccessLog {

  /**
   * To a file ({@code envoy.access_loggers.file}).
   *
   * @param path the file; appended to
   * @param format the line
   */
  record File(Path path, LogFormat format) implements AccessLog {}

  /**
   * To standard output ({@code envoy.access_loggers.stdout}).
   *
   * @param format the line
   */
  record Stdout(LogFormat format) implements AccessLog {}

  /**
   * To standard error ({@code envoy.access_loggers.stderr}).
   *
   * @param format the line
   */
  record Stderr(LogFormat format) implements AccessLog {}

  /**
   * To a plugin's log callback ({@code envoy.access_loggers.wasm}).
   *
   * @param plugin the plugin
   */
  record Wasm(PluginConfig plugin) implements AccessLog {}
}
