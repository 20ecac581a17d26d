package io.proxywasm.proxy.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.net.HeaderRules;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A {@link HeaderMap} that Netty's HPACK reads into and writes from, without another copy. */
final class MapHeaders extends DefaultHttp2Headers {
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");

  /** Names as HPACK wants them: with their hash. One map for each thread. */
  private static final ThreadLocal<Map<String, AsciiString>> NAMES =
      ThreadLocal.withInitial(HashMap::new);

  private static final int MAX_NAMES = 1024;

  private final HeaderMap map;
  private final boolean request;

  MapHeaders(HeaderMap map, boolean request) {
    super(false, 2);
    this.map = map;
    this.request = request;
  }

  HeaderMap map() {
    return map;
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    String text = name.toString();
    if (!HeaderRules.isName(text)) {
      throw new IllegalArgumentException("invalid header name");
    }
    if (text.charAt(0) == ':' && map.get(text) != null) {
      throw new IllegalArgumentException("a second " + text);
    }
    String content = value.toString();
    if (!HeaderRules.isValue(content)) {
      throw new IllegalArgumentException("invalid value of header " + text);
    }
    HeaderRules.add(map, text, content, request);
    return this;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean isEmpty() {
    return map.isEmpty();
  }

  @Override
  public @Nullable CharSequence status() {
    return map.get(":status");
  }

  @Override
  public List<CharSequence> getAll(CharSequence name) {
    if (CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
      return List.copyOf(map.all("content-length"));
    }
    return List.copyOf(map.all(name.toString()));
  }

  @Override
  public Http2Headers setLong(CharSequence name, long value) {
    return this; // Only asked for a content-length, which it is already.
  }

  @Override
  public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
    return new Pairs(map, NAMES.get());
  }

  /** One object is all entries, each until the next one is asked for. */
  private static final class Pairs
      implements Iterator<Map.Entry<CharSequence, CharSequence>>,
          Map.Entry<CharSequence, CharSequence> {
    private final HeaderMap map;
    private final Map<String, AsciiString> names;
    private int next;

    Pairs(HeaderMap map, Map<String, AsciiString> names) {
      this.map = map;
      this.names = names;
    }

    @Override
    public boolean hasNext() {
      return next < map.size();
    }

    @Override
    public Map.Entry<CharSequence, CharSequence> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      next++;
      return this;
    }

    @Override
    public CharSequence getKey() {
      String name = map.name(next - 1);
      AsciiString known = names.get(name);
      if (known == null) {
        known = new AsciiString(name);
        if (names.size() < MAX_NAMES) {
          names.put(name, known);
        }
      }
      return known;
    }

    @Override
    public CharSequence getValue() {
      return map.value(next - 1);
    }

    @Override
    public CharSequence setValue(CharSequence value) {
      throw new UnsupportedOperationException();
    }
  }
}
