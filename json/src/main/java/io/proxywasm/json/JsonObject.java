package io.proxywasm.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object that can be changed; its members keep their order. */
public final class JsonObject extends JsonValue {
  private final List<String> names = new ArrayList<>();
  private final List<JsonValue> values = new ArrayList<>();
  private final NameIndex index = new NameIndex(names);

  /** Makes an object without members. */
  public JsonObject() {}

  /** Returns how many members there are. */
  public int size() {
    return names.size();
  }

  /** Returns the names of the members. */
  public List<String> names() {
    return new ArrayList<>(names);
  }

  /** Returns the value of a member, or null if there is no such member. */
  public @Nullable JsonValue get(String name) {
    int at = index.find(name);
    return at < 0 ? null : values.get(at);
  }

  /** Returns the text of a member, or null if there is no such member or it is no text. */
  public @Nullable String getString(String name) {
    JsonValue value = get(name);
    return value != null && value.type() == JsonType.STRING ? value.asString() : null;
  }

  /** Sets a member. */
  public JsonObject put(String name, JsonValue value) {
    Objects.requireNonNull(value, name);
    int at = index.find(name);
    if (at < 0) {
      names.add(name);
      values.add(value);
      index.added();
    } else {
      values.set(at, value);
    }
    return this;
  }

  /** Sets a member to a text. */
  public JsonObject put(String name, String text) {
    return put(name, of(text));
  }

  /** Sets a member to a whole number. */
  public JsonObject put(String name, long number) {
    return put(name, of(number));
  }

  /** Sets a member to true or false. */
  public JsonObject put(String name, boolean value) {
    return put(name, of(value));
  }

  /** Removes a member if it is there. */
  public void remove(String name) {
    int at = index.find(name);
    if (at >= 0) {
      names.remove(at);
      values.remove(at);
      index.clear();
    }
  }

  @Override
  public JsonType type() {
    return JsonType.OBJECT;
  }

  @Override
  String describe() {
    return "an object";
  }

  @Override
  void write(JsonWriter writer) {
    writer.beginObject();
    for (int i = 0; i < names.size(); i++) {
      writer.name(names.get(i));
      values.get(i).write(writer);
    }
    writer.endObject();
  }
}
