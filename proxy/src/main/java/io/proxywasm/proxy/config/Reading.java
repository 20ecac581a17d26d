package io.proxywasm.proxy.config;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** What belongs to the reading of one file. */
final class Reading {
  private final String name;
  private final UnaryOperator<String> environment;
  private final BiConsumer<String, Map<String, ServedField>> served;
  private final IdentityHashMap<Tree, Tree> secrets = new IdentityHashMap<>();
  private final IdentityHashMap<Tree, Map<String, String>> renamed = new IdentityHashMap<>();

  /**
   * Begins.
   *
   * @param name what messages call the file
   * @param environment the environment variables; an empty text is none
   * @param served is told which fields of which message types were looked for, and as what
   */
  Reading(
      String name,
      UnaryOperator<String> environment,
      BiConsumer<String, Map<String, ServedField>> served) {
    this.name = name;
    this.environment = environment;
    this.served = served;
  }

  String environmentVariable(String variable) {
    return environment.apply(variable);
  }

  void served(String type, Map<String, ServedField> fields) {
    served.accept(type, fields);
  }

  /** Keeps a value out of {@link #json}. */
  void secret(Tree tree) {
    secrets.put(tree, tree);
  }

  /** A key is written in camel case in the file. */
  void renamed(Tree message, String key, String field) {
    renamed.computeIfAbsent(message, m -> new HashMap<>()).put(key, field);
  }

  String json(Tree tree) {
    return new JsonWriter(secrets, renamed).write(tree);
  }

  ConfigException wrong(Tree tree, String path, String problem) {
    String place = name + ":" + tree.position() + ": ";
    return new ConfigException(place + (path.isEmpty() ? "" : path + ": ") + problem + ".");
  }
}
