package io.proxywasm.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.sdk.Bytes;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void shouldBeTheSameWhenItIsReadAndWritten() {
    String json =
        "{\"a\":[1,-2.50e+3,\"x\\ty\",true,false,null,{},[]],\"b\":{\"\u00e4\":\"\ud83d\ude00\"},"
            + "\"c\":123456789012345678901234567890}";
    assertThat(Json.parse(json).toBytes().utf8()).isEqualTo(json);
  }

  @Test
  void shouldGiveWhatIsThereWhenAsked() {
    JsonObject object = Json.parse("{\"a\":[1,2.5],\"t\":\"x\",\"o\":{\"k\":true}}").asObject();
    JsonValue array = requireNonNull(object.get("a"));
    assertThat(array.asArray().get(0).asLong()).isEqualTo(1);
    assertThat(array.asArray().get(1).asDouble()).isEqualTo(2.5);
    assertThat(array.asArray().get(1).asNumber()).isEqualTo("2.5");
    assertThat(object.getString("t")).isEqualTo("x");
    assertThat(object.getString("a")).isNull();
    assertThat(object.get("missing")).isNull();
    assertThat(object.names()).containsExactly("a", "t", "o");
    assertThatThrownBy(array::asObject).hasMessage("expected an object, found an array");
    assertThatThrownBy(() -> array.asArray().get(1).asLong())
        .hasMessage("expected a whole number of 64 bits, found 2.5");
    assertThatThrownBy(object::asString).hasMessage("expected a text, found an object");
  }

  @Test
  void shouldWriteWhatWasPutWhenItIsChanged() {
    JsonObject object = new JsonObject().put("a", 1).put("b", "x").put("c", true);
    object.put("a", new JsonArray().add(JsonValue.ofNull()).add(JsonValue.of(-7)));
    object.remove("b");
    object.remove("missing");
    assertThat(object.toBytes().utf8()).isEqualTo("{\"a\":[null,-7],\"c\":true}");
  }

  @Test
  void shouldRefuseANameThatComesTwice() {
    assertThatThrownBy(() -> Json.parse("[{\"a\":1,\"b\":2,\"a\":3}]"))
        .hasMessage("line 1, column 15 ($[0].a): the name comes twice");
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 100; i++) {
      many.append("\"n").append(i).append("\":0,");
    }
    assertThat(Json.parse(many + "\"x\":0}").asObject().size()).isEqualTo(101);
    assertThatThrownBy(() -> Json.parse(many + "\"n50\":0}"))
        .hasMessageContaining("($.n50): the name comes twice");
  }

  @Test
  void shouldFindMembersWhenThereAreManyAndSomeGo() {
    JsonObject object = new JsonObject();
    for (int i = 0; i < 1000; i++) {
      object.put("n" + i, i);
    }
    for (int i = 0; i < 1000; i += 2) {
      object.remove("n" + i);
    }
    object.put("n0", 5);
    assertThat(object.size()).isEqualTo(501);
    for (int i = 1; i < 1000; i += 2) {
      JsonValue value = requireNonNull(object.get("n" + i));
      assertThat(value.asLong()).isEqualTo(i);
      assertThat(object.get("n" + (i + 1))).isNull();
    }
  }

  @Test
  void shouldRefuseToWriteWhatIsNoJson() {
    JsonWriter out = new JsonWriter();
    assertThatThrownBy(() -> out.name("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(out::toBytes).isInstanceOf(IllegalStateException.class);
    out.beginObject();
    assertThatThrownBy(() -> out.value(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(out::endArray).isInstanceOf(IllegalStateException.class);
    out.name("a");
    assertThatThrownBy(out::endObject).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> out.value(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    out.value(1.5).endObject();
    assertThatThrownBy(() -> out.value(1)).isInstanceOf(IllegalStateException.class);
    assertThat(out.toBytes().utf8()).isEqualTo("{\"a\":1.5}");
  }

  @Test
  void shouldWriteEachTextAndNumberSoThatItIsReadAgain() {
    StringBuilder text = new StringBuilder();
    for (int c = 0; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
      if (c < 0xD800 || c > 0xDFFF) {
        text.appendCodePoint(c);
      }
    }
    Bytes json = new JsonWriter().value(text.toString()).toBytes();
    assertThat(JsonReader.of(json).nextString()).isEqualTo(text.toString());
    for (long number : new long[] {0, 9, 10, -1, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(new JsonWriter().value(number).toBytes().utf8()).isEqualTo(Long.toString(number));
    }
    assertThat(new JsonWriter().value("a\ud800b").toBytes().utf8()).isEqualTo("\"a?b\"");
  }

  @Test
  void shouldCopyWhatAReaderReads() {
    JsonReader in = JsonReader.of("{\"a\": [1, 2], \"secret\": \"x\", \"b\": {} }");
    JsonWriter out = new JsonWriter();
    in.beginObject();
    out.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      out.name(name);
      if (name.equals("secret")) {
        in.skipValue();
        out.value("***");
      } else {
        out.copy(in);
      }
    }
    in.endObject();
    out.endObject();
    assertThat(out.toBytes().utf8()).isEqualTo("{\"a\":[1, 2],\"secret\":\"***\",\"b\":{}}");
  }

  /** Mutated JSON is refused with a JsonException or means the same after it was written. */
  @Test
  void shouldRefuseOrKeepTheMeaningWhenInputIsHostile() {
    byte[] seed =
        "{\"a\":[1,-2.5e+3,\"x\\u00e4\\ud83d\\ude00\u00e4\",true,null,{\"b\":{}},[]],\"c\":\"\\n\"}"
            .getBytes(UTF_8);
    byte[] alphabet = "{}[]\",:\\u0019eE+-.tfn \n\u00e4".getBytes(UTF_8);
    Random random = new Random(11);
    int valid = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] json = seed.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        int at = random.nextInt(json.length);
        json[at] =
            random.nextInt(4) == 0
                ? (byte) random.nextInt(256)
                : alphabet[random.nextInt(alphabet.length)];
      }
      try {
        JsonValue tree = Json.parse(Bytes.of(json));
        Bytes written = tree.toBytes();
        assertThat(Json.parse(written).toBytes().contentEquals(written)).isTrue();
        assertThat(Json.isValid(Bytes.of(json))).isTrue();
        valid++;
      } catch (JsonException refused) {
        assertThat(refused.offset()).isBetween(0, json.length);
        if (!refused.reason().contains("twice")) {
          assertThat(Json.isValid(Bytes.of(json))).isFalse();
        }
      }
    }
    assertThat(valid).isGreaterThan(500);
  }
}
