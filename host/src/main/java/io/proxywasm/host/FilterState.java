package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.Status;
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

  /** What plugins may keep in one place as properties, with the names. Envoy has no limit. */
  static final int MAX_PLUGIN_BYTES = 16 << 20;

  /** One object; it is replaced when the value changes. */
  private record Entry(PropertyValue value, boolean readOnly) {}

  private final @Nullable ConnectionInfo parent;
  private final Map<String, Entry> entries = new HashMap<>(4);
  private long pluginBytes;

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

  /** Keeps a value, whatever there was by this name. */
  public void set(String name, PropertyValue value, LifeSpan span) {
    target(span).entries.put(name, new Entry(value, false));
  }

  /**
   * Keeps what a plugin sets: changes the value of this name, where it is, or keeps a new one.
   *
   * @return {@link Status#BAD_ARGUMENT} when it is read-only and was set before, {@link
   *     Status#INTERNAL_FAILURE} when plugins keep too much there
   */
  Status setByPlugin(String name, byte[] value, LifeSpan span, boolean readOnly) {
    Entry old = find(name);
    if (old != null && old.readOnly) {
      return Status.BAD_ARGUMENT;
    }
    FilterState target = old == null ? target(span) : owner(name);
    long growth = value.length;
    if (old == null) {
      growth += name.length();
    } else if (old.value instanceof PropertyValue.Bytes bytes) {
      growth -= bytes.value().length;
    }
    if (growth > 0 && target.pluginBytes + growth > MAX_PLUGIN_BYTES) {
      return Status.INTERNAL_FAILURE;
    }
    target.pluginBytes += growth;
    target.entries.put(name, new Entry(new PropertyValue.Bytes(value), old == null && readOnly));
    return Status.OK;
  }

  private FilterState target(LifeSpan span) {
    return span == LifeSpan.CONNECTION && parent != null ? parent.filterState() : this;
  }

  private FilterState owner(String name) {
    return entries.containsKey(name) || parent == null ? this : parent.filterState();
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
