package io.proxywasm.sdk;

import java.util.ArrayList;
import java.util.List;

/** Headers in order, repeated names included, to send with a local response or a callout or to set as a whole. */
public final class HeaderList {
  private final List<String> names = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /** Makes an empty list. */
  public HeaderList() {}

  /** Returns a list of names and values in turn: {@code of("accept", "text/plain", "x", "1")}. */
  public static HeaderList of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a header has no value: " + namesAndValues[namesAndValues.length - 1]);
    }
    HeaderList list = new HeaderList();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      list.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return list;
  }

  /** Adds a header after the others and returns this list. */
  public HeaderList add(String name, String value) {
    names.add(name);
    values.add(value);
    return this;
  }

  /** Adds a header with a value of any bytes after the others and returns this list. */
  public HeaderList add(String name, Bytes value) {
    names.add(name);
    values.add(value);
    return this;
  }

  /** Returns how many headers there are. */
  public int size() {
    return names.size();
  }

  /** Returns the name of a header, counted from 0. */
  public String name(int index) {
    return names.get(index);
  }

  /** Returns the value of a header as bytes, counted from 0. */
  public Bytes value(int index) {
    return values.get(index) instanceof Bytes bytes ? bytes : Bytes.utf8((String) values.get(index));
  }
}
