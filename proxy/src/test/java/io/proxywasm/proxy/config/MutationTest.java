package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever stands at any place of a file is read or refused with its place; nothing else. */
final class MutationTest {
  static final List<String> ALL = TestConfigs.ALL;

  private static final Tree.Position POSITION = new Tree.Position(7, 7);
  private static final List<Tree> VALUES =
      List.of(
          scalar(Tree.Kind.NULL, "null"),
          scalar(Tree.Kind.BOOL, "true"),
          scalar(Tree.Kind.NUMBER, "-1"),
          scalar(Tree.Kind.NUMBER, "1e400"),
          scalar(Tree.Kind.TEXT, "\u0000*\ud83d"),
          new Tree.Items(List.of(new Tree.Items(List.of(), POSITION)), POSITION),
          new Tree.Fields(Map.of("", scalar(Tree.Kind.TEXT, "x")), POSITION));

  /** Where a key is anybody's choice. */
  private static final Pattern FREE =
      Pattern.compile(
          ".*\\.(metadata|filter_metadata|json_format|typed_json_format|key_values"
              + "|allowed_capabilities|configuration)\\b.*");

  private static Tree.Scalar scalar(Tree.Kind kind, String text) {
    return new Tree.Scalar(kind, text, text, POSITION);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void shouldFailOnlyWithAPlaceWhenAnyValueIsAnother(String name) {
    Tree tree = ProxyConfigReader.parse(TestConfigs.text(name), name);
    mutate(
        tree,
        "",
        (path, value) -> {
          List<Tree> others = new ArrayList<>(VALUES);
          others.remove(value);
          return others;
        },
        changed -> {
          try {
            TestConfigs.parse(changed, "test.json");
          } catch (ConfigException e) {
            assertThat(e.getMessage()).matches("(?s)test\\.json:[0-9]+:[0-9]+: .*\\.");
          }
        });
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void shouldFailWhenAnyFieldHasAnotherName(String name) {
    Tree tree = ProxyConfigReader.parse(TestConfigs.text(name), name);
    mutate(
        tree,
        "",
        (path, value) -> renamed(path, value),
        changed ->
            assertThatExceptionOfType(ConfigException.class)
                .as(() -> JsonWriter.plain(changed))
                .isThrownBy(() -> TestConfigs.parse(changed, "test.json")));
  }

  private static List<Tree> renamed(String path, Tree value) {
    List<Tree> result = new ArrayList<>();
    if (value instanceof Tree.Fields fields && !FREE.matcher(path).matches()) {
      for (String key : fields.values().keySet()) {
        Map<String, Tree> others = new LinkedHashMap<>();
        fields.values().forEach((k, v) -> others.put(k.equals(key) ? k + "x" : k, v));
        result.add(new Tree.Fields(others, POSITION));
      }
    }
    return result;
  }

  /** Gives every tree in which one value is another. */
  private static void mutate(Tree tree, String path, Mutator mutator, Consumer<Tree> consumer) {
    mutator.others(path, tree).forEach(consumer);
    if (tree instanceof Tree.Fields fields) {
      fields
          .values()
          .forEach(
              (key, value) ->
                  mutate(
                      value,
                      path + "." + key,
                      mutator,
                      changed -> {
                        Map<String, Tree> others = new LinkedHashMap<>(fields.values());
                        others.put(key, changed);
                        consumer.accept(new Tree.Fields(others, POSITION));
                      }));
    } else if (tree instanceof Tree.Items items) {
      for (int i = 0; i < items.values().size(); i++) {
        int index = i;
        mutate(
            items.values().get(i),
            path + "[]",
            mutator,
            changed -> {
              List<Tree> others = new ArrayList<>(items.values());
              others.set(index, changed);
              consumer.accept(new Tree.Items(others, POSITION));
            });
      }
    }
  }

  /** Makes other values of one. */
  @FunctionalInterface
  private interface Mutator {
    List<Tree> others(String path, Tree value);
  }
}
