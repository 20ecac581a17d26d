package io.proxywasm.json;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** An array that can be changed. */
public final class JsonArray extends JsonValue implements Iterable<JsonValue> {
  private final List<JsonValue> elements = new ArrayList<>();

  /** Makes an array without elements. */
  public JsonArray() {}

  /** Returns how many elements there are. */
  public int size() {
    return elements.size();
  }

  /**
   * Returns an element.
   *
   * @throws IndexOutOfBoundsException if there is none at that position
   */
  public JsonValue get(int index) {
    return elements.get(index);
  }

  /** Adds an element at the end. */
  public JsonArray add(JsonValue value) {
    elements.add(value);
    return this;
  }

  /**
   * Exchanges an element.
   *
   * @throws IndexOutOfBoundsException if there is none at that position
   */
  public void set(int index, JsonValue value) {
    elements.set(index, value);
  }

  @Override
  public Iterator<JsonValue> iterator() {
    return elements.iterator();
  }

  @Override
  public JsonType type() {
    return JsonType.ARRAY;
  }

  @Override
  String describe() {
    return "an array";
  }

  @Override
  void write(JsonWriter writer) {
    writer.beginArray();
    for (JsonValue element : elements) {
      element.write(writer);
    }
    writer.endArray();
  }
}
