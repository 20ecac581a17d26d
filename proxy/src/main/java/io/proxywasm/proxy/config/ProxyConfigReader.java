package io.proxywasm.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads Envoy's bootstrap, YAML or JSON. */
public final class ProxyConfigReader {
  private ProxyConfigReader() {}

  /**
   * Reads a file.
   *
   * @param file YAML or JSON, whatever its name
   * @return the configuration
   * @throws ConfigException when the file cannot be read, or holds what is wrong or not served
   */
  public static ProxyConfig read(Path file) {
    try {
      return read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new ConfigException("Cannot read the configuration " + file + ": " + e, e);
    }
  }

  /**
   * Reads a text.
   *
   * @param text YAML or JSON
   * @param name what messages call it
   * @return the configuration
   * @throws ConfigException when the text holds what is wrong or not served
   */
  public static ProxyConfig read(String text, String name) {
    if (!text.isEmpty()) {
      throw new ConfigException(name + ": not yet");
    }
    return ProxyConfig.builder().build();
  }
}
