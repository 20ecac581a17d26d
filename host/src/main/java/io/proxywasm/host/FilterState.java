package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What filters keep with a stream or a connection, by name. Plugins keep here what they set as
 * properties (under {@code wasm.} and the property's name), and set Envoy's well-known objects here
 * by the foreign function {@code set_envoy_filter_state}. Used on one loop.
 */
public final class FilterState {
  /** How long something is kept. */
  public enum LifeSpan {
    /** As long as the stream. */
    STREAM,
    /** As long as the client's connection. */
    CONNECTION
  }

  /** One object. What a plugin declared read-only is set once. */
  private static final class Entry {
    private final boolean readOnly;
    private PropertyValue value;

    Entry(boolean readOnly, PropertyValue value) {
      this.readOnly = readOnly;
      this.value = value;
    }
  }

  private final @Nullable ConnectionInfo parent;
  private final Map<String, Entry> entries = new HashMap<>(4);

  FilterState(@Nullable ConnectionInfo parent) {
    this.parent = parent;
  }

  /** What is kept by this name; null when there is nothing. */
  public @Nullable PropertyValue get(String name) {
    Entry entry = find(name);
    return entry == null ? null : entry.value;
  }

  /** What is kept by this name, as a text in UTF-8; null when there is nothing or no text. */
  public @Nullable String text(String name) {
    PropertyValue value = get(name);
    if (value instanceof PropertyValue.Text text) {
      return ByteChars.decode(text.chars());
    }
    return value instanceof PropertyValue.Bytes bytes ? new String(bytes.value(), UTF_8) : null;
  }

  /** Keeps a value. */
  public void set(String name, PropertyValue value, LifeSpan span) {
    put(name, value, span, false);
  }

  /**
   * Changes the value of this name, where it is, or keeps a new one.
   *
   * @return whether it was done; a read-only value is set once
   */
  boolean setOnce(String name, PropertyValue value, LifeSpan span, boolean readOnly) {
    Entry entry = find(name);
    if (entry == null) {
      put(name, value, span, readOnly);
      return true;
    }
    if (entry.readOnly) {
      return false;
    }
    entry.value = value;
    return true;
  }

  private void put(String name, PropertyValue value, LifeSpan span, boolean readOnly) {
    FilterState target =
        span == LifeSpan.CONNECTION && parent != null ? parent.filterState() : this;
    target.entries.put(name, new Entry(readOnly, value));
  }

  private @Nullable Entry find(String name) {
    Entry entry = entries.get(name);
    if (entry == null && parent != null) {
      FilterState above = parent.filterStateOrNull();
      return above == null ? null : above.find(name);
    }
    return entry;
  }
}
