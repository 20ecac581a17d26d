package io.proxywasm.json;

/** A text, a number, true, false or null. */
final class JsonScalar extends JsonValue {
  private final JsonType type;
  private final String text;

  JsonScalar(JsonType type, String text) {
    this.type = type;
    this.text = text;
  }

  @Override
  public JsonType type() {
    return type;
  }

  String text() {
    return text;
  }

  @Override
  String describe() {
    return type == JsonType.STRING ? "a text" : text;
  }

  @Override
  void write(JsonWriter writer) {
    switch (type) {
      case STRING -> writer.value(text);
      case NUMBER -> writer.number(text);
      case BOOLEAN -> writer.value(text.equals("true"));
      default -> writer.nullValue();
    }
  }
}
