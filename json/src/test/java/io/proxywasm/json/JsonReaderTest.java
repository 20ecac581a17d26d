package io.proxywasm.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proxywasm.sdk.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void shouldReadValueByValueWhenAsked() {
    JsonReader in =
        JsonReader.of(
            " {\"id\": 7, \"tags\":[\"a\", \"b\"] , \"on\":true,\"none\":null, \"pi\": 3.25,"
                + " \"rest\": {\"x\": [1, {}, []]}} ");
    in.beginObject();
    assertThat(in.hasNext()).isTrue();
    assertThat(in.hasNext()).isTrue();
    assertThat(in.nextName()).isEqualTo("id");
    assertThat(in.peek()).isEqualTo(JsonType.NUMBER);
    assertThat(in.nextInt()).isEqualTo(7);
    assertThat(in.nextName()).isEqualTo("tags");
    in.beginArray();
    List<String> tags = new ArrayList<>();
    while (in.hasNext()) {
      tags.add(in.nextString());
    }
    in.endArray();
    assertThat(tags).containsExactly("a", "b");
    assertThat(in.nextName()).isEqualTo("on");
    assertThat(in.nextBoolean()).isTrue();
    assertThat(in.nextName()).isEqualTo("none");
    in.nextNull();
    assertThat(in.nextName()).isEqualTo("pi");
    assertThat(in.nextDouble()).isEqualTo(3.25);
    assertThat(in.nextName()).isEqualTo("rest");
    assertThat(in.nextRaw().utf8()).isEqualTo("{\"x\": [1, {}, []]}");
    in.endObject();
    in.end();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``             | 0 | $      | expected a value, found the end
          {              | 1 | $      | expected a name in quotes or '}', found the end
          {"a"}          | 4 | $.a    | expected ':', found '}'
          {"a":}         | 5 | $.a    | expected a value, found '}'
          {"a":1,}       | 7 | $.a    | expected a name in quotes, found '}'
          {"a":1 "b":2}  | 7 | $.a    | expected ',' or '}', found "b"
          {a:1}          | 1 | $      | expected a name in quotes or '}', found a
          [1,]           | 3 | $[1]   | expected a value, found ']'
          [1 2]          | 3 | $[0]   | expected ',' or ']', found 2
          [[1],[2,[x]]]  | 9 | $[1][1][0] | expected a value, found x
          [1}            | 2 | $[0]   | expected ',' or ']', found '}'
          tru            | 0 | $      | expected true, found tru
          nulL           | 0 | $      | expected null, found nulL
          [01]           | 1 | $[0]   | a number must not begin with 0
          [-]            | 2 | $[0]   | expected a digit, found ']'
          [1.]           | 3 | $[0]   | expected a digit, found ']'
          [1e+]          | 4 | $[0]   | expected a digit, found ']'
          [+1]           | 1 | $[0]   | expected a value, found '+'
          1 2            | 2 | $      | expected the end, found 2
          "abc           | 4 | $      | expected '"', found the end
          "\\x"          | 1 | $      | no escape that JSON knows
          "\\u12g4"      | 1 | $      | expected four hexadecimal digits
          "a\\ud800"     | 2 | $      | half a surrogate pair
          "a\\ud800\\u0041" | 2 | $   | half a surrogate pair
          "a\\udc00"     | 2 | $      | half a surrogate pair
          """)
  void shouldTellWhereAndWhyWhenItIsNoJson(String json, int offset, String path, String reason) {
    JsonException wrong = invalid(json.getBytes(UTF_8));
    assertThat(wrong.offset()).isEqualTo(offset);
    assertThat(wrong.path()).isEqualTo(path);
    assertThat(wrong.reason()).isEqualTo(reason);
  }

  private static JsonException invalid(byte[] json) {
    return catchThrowableOfType(JsonException.class, () -> Json.validate(Bytes.of(json)));
  }

  @Test
  void shouldTellLineAndColumnWhenItIsNoJson() {
    JsonException wrong = invalid("{\n  \"a\": [\n    1,\n    oops\n]}".getBytes(UTF_8));
    assertThat(wrong.line()).isEqualTo(4);
    assertThat(wrong.column()).isEqualTo(5);
    assertThat(wrong)
        .hasMessage("line 4, column 5 ($.a[1]): expected a value, found oops")
        .hasToString("no such JSON: line 4, column 5 ($.a[1]): expected a value, found oops");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00c0\u0080",
        "\u00c1\u00bf",
        "\u00c3",
        "\u00e0\u009f\u00bf",
        "\u00ed\u00a0\u0080",
        "\u00f0\u008f\u00bf\u00bf",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00e2\u0082",
        "\u00ff"
      })
  void shouldRefuseWhatIsNoUtf8(String bytes) {
    JsonException wrong = invalid(("[\"a" + bytes + "\"]").getBytes(ISO_8859_1));
    assertThat(wrong.reason()).isEqualTo("no UTF-8");
    assertThat(wrong.offset()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff1", "\u00a01", "\u20281"})
  void shouldRefuseBlanksThatAreNone(String json) {
    assertThat(invalid(json.getBytes(UTF_8)).reason()).startsWith("expected a value, found byte");
  }

  @Test
  void shouldRefuseControlCharactersInTexts() {
    assertThat(invalid("\"a\nb\"".getBytes(UTF_8)).reason())
        .isEqualTo("a control character in a text must be escaped");
  }

  @Test
  void shouldDecodeTextsWhenTheyHaveEscapesAndAllOfUnicode() {
    String json =
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u20AC\\uD83D\\uDE00 \u00e4\u20ac\ud83d\ude00x\"";
    assertThat(JsonReader.of(json).nextString())
        .isEqualTo("\"\\/\b\f\n\r\t\u0000\u20ac\ud83d\ude00 \u00e4\u20ac\ud83d\ude00x");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
    "-17, -17",
    "1000000000000000000, 1000000000000000000"
  })
  void shouldReadWholeNumbers(String json, long value) {
    assertThat(JsonReader.of(json).nextLong()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1.5",
        "1e-1",
        "1e999999999999",
        "true",
        "\"1\"",
        "null",
        "[]"
      })
  void shouldRefuseWhatIsNoLong(String json) {
    JsonReader in = JsonReader.of("[0, " + json + "]");
    in.beginArray();
    in.skipValue();
    assertThatThrownBy(in::nextLong)
        .hasMessageStartingWith("line 1, column 5 ($[1]): expected a whole number of 64 bits");
  }

  @Test
  void shouldRefuseWhatIsNoInt() {
    JsonReader in = JsonReader.of("{\"a\": [1, 2147483648]}");
    in.beginObject();
    in.nextName();
    in.beginArray();
    assertThat(in.nextInt()).isEqualTo(1);
    assertThatThrownBy(in::nextInt)
        .hasMessage(
            "line 1, column 11 ($.a[1]): expected a whole number of 32 bits, found 2147483648");
  }

  @Test
  void shouldKeepNumbersOfAnySize() {
    String number = "-" + "1234567890".repeat(100) + ".5e-7000";
    assertThat(JsonReader.of(number).nextNumber()).isEqualTo(number);
  }

  @Test
  void shouldRefuseWhatIsNestedTooDeep() {
    String deep = "[".repeat(100_000);
    assertThat(invalid(deep.getBytes(UTF_8)).reason()).isEqualTo("nested deeper than 64 levels");
    assertThat(Json.isValid(Bytes.of(("[".repeat(64) + "]".repeat(64)).getBytes(UTF_8)))).isTrue();
    JsonReader flat = JsonReader.of("[[]]").maxDepth(1);
    flat.beginArray();
    assertThatThrownBy(flat::beginArray)
        .hasMessageContaining("($[0]): nested deeper than 1 levels");
  }

  @Test
  void shouldSayWhereItIsWhenAsked() {
    JsonReader in = JsonReader.of("{\"a b\": [0, {\"c\": 1}], \"d\": 2}");
    assertThat(in.path()).isEqualTo("$");
    in.beginObject();
    in.nextName();
    assertThat(in.path()).isEqualTo("$[\"a b\"]");
    in.beginArray();
    in.nextInt();
    assertThat(in.path()).isEqualTo("$[\"a b\"][0]");
    assertThat(in.hasNext()).isTrue();
    assertThat(in.path()).isEqualTo("$[\"a b\"][1]");
    in.beginObject();
    in.nextName();
    in.nextInt();
    assertThat(in.path()).isEqualTo("$[\"a b\"][1].c");
    in.endObject();
    assertThat(in.path()).isEqualTo("$[\"a b\"][1]");
    in.endArray();
    assertThat(in.path()).isEqualTo("$[\"a b\"]");
    in.nextName();
    assertThat(in.path()).isEqualTo("$.d");
  }

  @Test
  void shouldRefuseCallsThatAreOutOfOrder() {
    JsonReader in = JsonReader.of("{\"a\": 1}");
    assertThatThrownBy(in::hasNext).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(in::end).isInstanceOf(IllegalStateException.class);
    in.beginObject();
    assertThatThrownBy(in::nextInt).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(in::endArray).isInstanceOf(IllegalStateException.class);
    in.nextName();
    assertThatThrownBy(in::nextName).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(in::endObject).isInstanceOf(IllegalStateException.class);
    in.skipValue();
    assertThatThrownBy(in::nextName).isInstanceOf(IllegalStateException.class);
    in.endObject();
    assertThatThrownBy(in::peek).isInstanceOf(IllegalStateException.class);
    in.end();
  }
}
