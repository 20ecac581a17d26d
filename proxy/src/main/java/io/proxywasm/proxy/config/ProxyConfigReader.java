package io.proxywasm.proxy.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads Envoy's bootstrap, YAML or JSON.
 *
 * <p>What Envoy would take and the proxy does not serve is refused with its place, never ignored.
 */
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
      if (Files.size(file) > TreeLimits.MAX_CHARACTERS) {
        throw tooLong(file.toString());
      }
      return read(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new ConfigException("There is no configuration file " + file + ".", e);
    } catch (CharacterCodingException e) {
      throw new ConfigException("The configuration file " + file + " is not in UTF-8.", e);
    } catch (IOException e) {
      throw new ConfigException("Cannot read the configuration file " + file + ": " + e, e);
    }
  }

  /**
   * Reads a configuration's JSON for who wants to show it.
   *
   * @return maps, lists, texts, numbers and Booleans; an empty map for nothing
   */
  public static Object values(String json) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(Integer.MAX_VALUE)
            .setMaxAliasesForCollections(0)
            .build();
    Object value = new Load(settings).loadFromString(json);
    return value == null ? Map.of() : value;
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
    return read(text, name, variable -> System.getenv().getOrDefault(variable, ""), (t, f) -> {});
  }

  static ProxyConfig read(
      String text,
      String name,
      UnaryOperator<String> environment,
      BiConsumer<String, Map<String, ServedField>> served) {
    Reading reading = new Reading(name, environment, served);
    return new BootstrapReader(new Input(reading, parse(text, name))).read();
  }

  static Tree parse(String text, String name) {
    if (text.length() > TreeLimits.MAX_CHARACTERS) {
      throw tooLong(name);
    }
    if (!JsonParser.looksLikeJson(text)) {
      return YamlParser.parse(text, name);
    }
    try {
      return JsonParser.parse(text, name);
    } catch (ConfigException notJson) {
      try {
        return YamlParser.parse(text, name);
      } catch (ConfigException notYaml) {
        throw notJson;
      }
    }
  }

  private static ConfigException tooLong(String name) {
    return new ConfigException(
        name + ": longer than " + TreeLimits.MAX_CHARACTERS + " characters.");
  }
}
