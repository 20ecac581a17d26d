package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlParserTest {
  private static String json(String yaml) {
    return JsonWriter.plain(YamlParser.parse(yaml, "a.yaml")).replaceAll("\\s", "");
  }

  private static void refuses(String yaml, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> YamlParser.parse(yaml, "a.yaml"))
        .withMessageContaining(message);
  }

  /** Seen in Envoy 1.40.0's config_dump. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1.5, \"1.5\"",
        "1.0, \"1.0\"",
        "yes, true",
        "y, true",
        "True, true",
        "OFF, false",
        "tRUE, \"tRUE\"",
        "3000000000, \"3000000000\"",
        "010, 8",
        "08, \"08\"",
        "0x10, 16",
        "1e3, \"1e3\"",
        "+5, 5",
        "-7, -7",
        "-0, 0",
        ".inf, \".inf\"",
        "~, null",
        "NULL, null",
        "2024-01-01, \"2024-01-01\"",
        "\"1\", \"1\"",
        "'yes', \"yes\""
      })
  void shouldTakeScalarsForWhatEnvoyDoes(String yaml, String json) {
    assertThat(json("a: " + yaml)).isEqualTo("{\"a\":" + json + "}");
  }

  @Test
  void shouldBeEmptyWhenTheFileIs() {
    assertThat(json("")).isEqualTo("{}");
    assertThat(json("# nothing\n")).isEqualTo("{}");
  }

  @Test
  void shouldCopyWhatAnAliasStandsFor() {
    assertThat(json("a: &x {b: [1]}\nc: *x")).isEqualTo("{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]}}");
  }

  @Test
  void shouldRefuseWhenAliasesMakeMillionsOfValues() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
    }
    refuses(bomb.toString(), "a.yaml:6:45: more than 1000000 values, with those of aliases.");
  }

  @Test
  void shouldRefuseWhenTheNestingIsTooDeep() {
    refuses("a: " + "[".repeat(100_000), "a.yaml:1:103: nested more than 100 levels deep.");
    refuses("{a: ".repeat(101), "nested more than 100 levels deep");
  }

  @Test
  void shouldRefuseWhenAliasesNestTooDeep() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 110; i++) {
      bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
    }
    refuses(bomb.toString(), "nested more than 100 levels deep");
  }

  @Test
  void shouldRefuseWhenAnAliasIsInsideItself() {
    refuses("a: &a [*a]", "a.yaml:1:8: *a refers to itself or to nothing before it.");
    refuses("a: *b", "*b refers to itself or to nothing before it");
  }

  @Test
  void shouldRefuseWhenAKeyIsThereTwice() {
    refuses("a: 1\nb: 2\na: 3", "a.yaml:3:1: the key a is there twice.");
  }

  @Test
  void shouldRefuseWhenAKeyIsNoText() {
    refuses("? [a]\n: b", "a.yaml:1:3: a key must be a text.");
  }

  @Test
  void shouldRefuseTagsThatMeanSomethingElsewhere() {
    refuses("a: !!java.net.URL [http://x]", "a.yaml:1:4: the tag tag:yaml.org,2002:java.net.URL");
    refuses("a: !!binary aGk=", "a.yaml:1:4: the tag tag:yaml.org,2002:binary");
    refuses("a: !Foo x", "a.yaml:1:4: the tag !Foo means nothing here.");
  }

  @Test
  void shouldRefuseASecondDocument() {
    refuses("a: 1\n---\nb: 2", "a.yaml:3:1: a second document");
  }

  @Test
  void shouldSayWhereWhenItIsNoYaml() {
    refuses("a: [1\nb: 2", "a.yaml:2:2: not YAML: while parsing a flow sequence: expected");
    refuses("a: \"x", "a.yaml:1:6: not YAML: while scanning a quoted scalar");
    refuses("\ta: 1", "a.yaml:1:1: not YAML: ");
    refuses("a: \u0001", "a.yaml: not YAML: ");
  }
}
