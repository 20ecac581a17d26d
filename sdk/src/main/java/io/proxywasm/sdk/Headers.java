package io.proxywasm.sdk;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live view of the headers or trailers of a stream: every method is a hostcall, nothing is copied
 * that is not asked for. Names are compared as Envoy keeps them, in lower case; {@code :path} and
 * the like are headers too.
 *
 * <p>A map can be read and changed in its own callback, and later as long as the stream is paused
 * in it. At other times Envoy refuses with a {@link HostcallException} (BAD_ARGUMENT). In {@link
 * HttpContext#onLog} all maps can be read.
 */
public sealed class Headers implements Iterable<Header> permits KeptHeaders {
  private final int map;

  Headers(int map) {
    this.map = map;
  }

  /**
   * Returns the first value of a header as text, or null if there is none: {@code
   * proxy_get_header_map_value}.
   */
  public @Nullable String get(String name) {
    return Host.calls().header(map, name);
  }

  /** Returns the first value of a header as text, or another text if there is none. */
  public String get(String name, String otherwise) {
    String value = get(name);
    return value != null ? value : otherwise;
  }

  /**
   * Returns the first value of a header as it is, or null if there is none; valid until the
   * callback returns.
   */
  public @Nullable Bytes getBytes(String name) {
    return Host.calls().headerBytes(map, name);
  }

  /** Returns whether a header is there. */
  public boolean contains(String name) {
    return getBytes(name) != null;
  }

  /** Returns all values of a header in their order: {@code proxy_get_header_map_pairs}. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    HeaderBlock block = block();
    for (int i = 0; i < block.size(); i++) {
      if (block.name(i).contentEquals(name)) {
        values.add(block.value(i).utf8());
      }
    }
    return values;
  }

  /** Returns the names in the order of the headers; a repeated header's name is there as often. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    HeaderBlock block = block();
    for (int i = 0; i < block.size(); i++) {
      names.add(block.name(i).utf8());
    }
    return names;
  }

  /** Returns how many headers there are, each value of a repeated one counted. */
  public int size() {
    return block().size();
  }

  /**
   * Goes through all headers, as they are now, in their order: {@code proxy_get_header_map_pairs}.
   */
  @Override
  public Iterator<Header> iterator() {
    List<Header> headers = new ArrayList<>();
    HeaderBlock block = block();
    for (int i = 0; i < block.size(); i++) {
      headers.add(new Header(block.name(i).utf8(), block.value(i).utf8()));
    }
    return headers.iterator();
  }

  /** Sets the one value of a header: {@code proxy_replace_header_map_value}. */
  public void set(String name, String value) {
    Host.calls().replaceHeader(map, name, value);
  }

  /** Sets the one value of a header to any bytes: {@code proxy_replace_header_map_value}. */
  public void set(String name, Bytes value) {
    Host.calls().replaceHeader(map, name, value);
  }

  /** Adds a value after those of the same name: {@code proxy_add_header_map_value}. */
  public void add(String name, String value) {
    Host.calls().addHeader(map, name, value);
  }

  /** Adds a value of any bytes after those of the same name: {@code proxy_add_header_map_value}. */
  public void add(String name, Bytes value) {
    Host.calls().addHeader(map, name, value);
  }

  /**
   * Removes all values of a header; one that is not there is no error: {@code
   * proxy_remove_header_map_value}.
   */
  public void remove(String name) {
    Host.calls().removeHeader(map, name);
  }

  /**
   * Puts other headers in the place of all: {@code proxy_set_header_map_pairs}. Those that Envoy
   * routes by are to be kept: {@code :method}, {@code :path}, {@code :authority}, {@code
   * x-forwarded-proto}; without them the request gets a 404.
   */
  public void replaceAll(HeaderList headers) {
    Host.calls().setHeaderPairs(map, headers);
  }

  HeaderBlock block() {
    return new HeaderBlock(Host.calls().headerPairs(map));
  }
}
