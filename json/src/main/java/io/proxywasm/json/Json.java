package io.proxywasm.json;

import io.proxywasm.sdk.Bytes;

/** Trees of JSON, and whether something is JSON at all. */
public final class Json {
  private Json() {}

  /**
   * Makes a tree, nested at most {@link JsonReader#DEFAULT_MAX_DEPTH} deep.
   *
   * @throws JsonException if it is no JSON, nested deeper, or a name comes twice in an object
   */
  public static JsonValue parse(Bytes json) {
    return parse(JsonReader.of(json));
  }

  /**
   * Makes a tree of a text, nested at most {@link JsonReader#DEFAULT_MAX_DEPTH} deep.
   *
   * @throws JsonException if it is no JSON, nested deeper, or a name comes twice in an object
   */
  public static JsonValue parse(String json) {
    return parse(JsonReader.of(json));
  }

  /**
   * Makes a tree of all that a reader has.
   *
   * @throws JsonException if it is no JSON, or a name comes twice in an object
   */
  public static JsonValue parse(JsonReader reader) {
    JsonValue tree = next(reader);
    reader.end();
    return tree;
  }

  /**
   * Makes a tree of the next value of a reader.
   *
   * @throws JsonException if it is no JSON, or a name comes twice in an object
   */
  public static JsonValue next(JsonReader reader) {
    return switch (reader.peek()) {
      case OBJECT -> object(reader);
      case ARRAY -> array(reader);
      case STRING -> JsonValue.of(reader.nextString());
      case NUMBER -> new JsonScalar(JsonType.NUMBER, reader.nextNumber());
      case BOOLEAN -> JsonValue.of(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonValue.ofNull();
      }
    };
  }

  private static JsonValue object(JsonReader reader) {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.get(name) != null) {
        throw reader.error("the name comes twice");
      }
      object.put(name, next(reader));
    }
    reader.endObject();
    return object;
  }

  private static JsonValue array(JsonReader reader) {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(next(reader));
    }
    reader.endArray();
    return array;
  }

  /** Returns whether some bytes are JSON, nested not too deep; makes no tree. */
  public static boolean isValid(Bytes json) {
    try {
      validate(json);
      return true;
    } catch (JsonException wrong) {
      return false;
    }
  }

  /**
   * Checks that some bytes are JSON, without making a tree. A name may come twice.
   *
   * @throws JsonException if they are not, or it is nested too deep
   */
  public static void validate(Bytes json) {
    JsonReader reader = JsonReader.of(json);
    reader.skipValue();
    reader.end();
  }
}
