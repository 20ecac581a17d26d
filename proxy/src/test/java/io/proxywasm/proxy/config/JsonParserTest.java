package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonParserTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":[1,2.5,-3e+7,true,false,null,\"x\"],\"b\":{\"c\":{}}}",
        "{\"a\":\"\\\\ \\\"\"}",
        "[[],{}]"
      })
  void shouldKeepAllValues(String json) {
    assertThat(JsonWriter.plain(JsonParser.parse(json, "a.json")).replaceAll("\n *| (?!\\\\)", ""))
        .isEqualTo(json.replaceAll(" (?!\\\\)", ""));
  }

  @Test
  void shouldReadEscapes() {
    Tree tree = JsonParser.parse("[\"\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\u00e9\"]", "a.json");
    assertThat(((Tree.Items) tree).values().get(0))
        .extracting("text")
        .isEqualTo("\ud83d\ude00/\b\f\n\r\t\u00e9");
  }

  @Test
  void shouldKnowJsonByItsBeginning() {
    assertThat(JsonParser.looksLikeJson(" \n{\t\"a\": 1}")).isTrue();
    assertThat(JsonParser.looksLikeJson("{}")).isTrue();
    assertThat(JsonParser.looksLikeJson("{a: 1}")).isFalse();
    assertThat(JsonParser.looksLikeJson("a: 1")).isFalse();
  }

  @Test
  void shouldReadYamlThatLooksLikeJson() {
    String yaml = "{\"node\": {id: edge}}";
    assertThat(ProxyConfigReader.read(yaml, "a.yaml").node().id()).isEqualTo("edge");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": 1,}|1:9: not JSON: expected a key in quotes",
        "{\"a\" 1}|1:6: not JSON: expected :",
        "{\"a\": tru}|1:7: not JSON: expected a value",
        "{\"a\": 01}|1:8: not JSON: expected }",
        "{\"a\": \"x}|1:10: not JSON: a text has no end",
        "{\"a\": \"\\x\"}|1:10: not JSON: unknown escape \\x",
        "{\"a\": \"\\u12\"}|1:10: not JSON: expected four hexadecimal digits",
        "{\"a\": 1, \"a\": 2}|1:13: not JSON: the key a is there twice",
        "{\"a\": 1} x|1:10: not JSON: there is more after the end",
        "{\"a\": [1|1:9: not JSON: expected ]",
        "[|1:2: not JSON: expected a value"
      })
  void shouldSayWhereWhenItIsNoJson(String json, String problem) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> JsonParser.parse(json, "a.json"))
        .withMessage("a.json:" + problem + ".");
  }

  @Test
  void shouldRefuseWhenTheNestingIsTooDeep() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> JsonParser.parse("[".repeat(1_000_000), "a.json"))
        .withMessage("a.json:1:101: not JSON: nested more than 100 levels deep.");
  }
}
