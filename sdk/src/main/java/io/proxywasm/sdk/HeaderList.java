package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Headers in order, repeated names included, to send with a local response or a callout or to set
 * as a whole.
 */
@Cold
public final class HeaderList {
  /** Names and values in turn: a name is a String, a value a String or Bytes. */
  private @Nullable Object[] parts = new Object[8];

  private int size;

  /** Makes an empty list. */
  public HeaderList() {}

  /** Returns a list of names and values in turn: {@code of("accept", "text/plain", "x", "1")}. */
  public static HeaderList of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a header has no value: " + namesAndValues[namesAndValues.length - 1]);
    }
    HeaderList list = new HeaderList();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      list.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return list;
  }

  /** Adds a header after the others and returns this list. */
  public HeaderList add(String name, String value) {
    return put(name, value);
  }

  /** Adds a header with a value of any bytes after the others and returns this list. */
  public HeaderList add(String name, Bytes value) {
    return put(name, value);
  }

  /** Adds all headers of another list after the others and returns this list. */
  public HeaderList addAll(HeaderList others) {
    for (int i = 0; i < others.size; i++) {
      put(others.name(i), others.part(2 * i + 1));
    }
    return this;
  }

  private HeaderList put(String name, Object value) {
    if (2 * size == parts.length) {
      @Nullable Object[] longer = new Object[2 * parts.length];
      System.arraycopy(parts, 0, longer, 0, parts.length);
      parts = longer;
    }
    parts[2 * size] = name;
    parts[2 * size + 1] = value;
    size++;
    return this;
  }

  /** Returns how many headers there are. */
  public int size() {
    return size;
  }

  /** Returns the name of a header, counted from 0. */
  public String name(int index) {
    return (String) part(2 * index);
  }

  /** Returns the value of a header as bytes, counted from 0. */
  public Bytes value(int index) {
    Object value = part(2 * index + 1);
    return value instanceof Bytes bytes ? bytes : Bytes.utf8((String) value);
  }

  /**
   * Returns a name (String) or a value (String or Bytes): names have the even, values the odd
   * indices. A host serializes the list with it.
   *
   * @throws IndexOutOfBoundsException if there is no such part
   */
  public Object part(int index) {
    Object part = parts[index];
    if (part == null) {
      throw new IndexOutOfBoundsException();
    }
    return part;
  }
}
