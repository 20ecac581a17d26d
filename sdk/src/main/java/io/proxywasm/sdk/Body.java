package io.proxywasm.sdk;

/**
 * What is buffered of a body, or of the data of a TCP connection: in a streaming callback the chunk
 * that came, after {@link Action#PAUSE} all that has come so far, in a whole-body callback
 * everything. Valid until the callback returns; when that returns a {@link Stage}, in the functions
 * of the stage too, where it is all that has come so far.
 *
 * <p>A plugin that changes the length of a body must remove {@code content-length} in the headers
 * callback before; {@link HttpContext#wholeRequestBody} and {@link HttpContext#wholeResponseBody}
 * do that by themselves.
 */
public final class Body {
  /**
   * More than any buffer has: more may have come than was there, when a stage has been waited for.
   */
  private static final int ALL = Integer.MAX_VALUE;

  private final int buffer;
  private int size;

  Body(int buffer, int size) {
    this.buffer = buffer;
    this.size = size;
  }

  /** Returns how many bytes were buffered when the callback was called, with the changes since. */
  public int size() {
    return size;
  }

  /** Returns a view of all that is buffered: {@code proxy_get_buffer_bytes}. */
  public Bytes get() {
    return get(0, ALL);
  }

  /** Returns a view of a part, less where the buffer ends: {@code proxy_get_buffer_bytes}. */
  public Bytes get(int start, int length) {
    return Host.calls().buffer(buffer, start, length);
  }

  /** Puts other bytes in the place of all: {@code proxy_set_buffer_bytes}. */
  public void replace(Bytes data) {
    Host.calls().setBuffer(buffer, 0, ALL, data);
    size = data.length();
  }

  /** Puts a text in the place of all, in UTF-8: {@code proxy_set_buffer_bytes}. */
  public void replace(String text) {
    replace(Bytes.utf8(text));
  }

  /** Adds bytes at the end: {@code proxy_set_buffer_bytes}. */
  public void append(Bytes data) {
    Host.calls().setBuffer(buffer, ALL, 0, data);
    size += data.length();
  }

  /** Adds a text at the end, in UTF-8: {@code proxy_set_buffer_bytes}. */
  public void append(String text) {
    append(Bytes.utf8(text));
  }

  /** Adds bytes at the beginning: {@code proxy_set_buffer_bytes}. */
  public void prepend(Bytes data) {
    Host.calls().setBuffer(buffer, 0, 0, data);
    size += data.length();
  }

  /** Adds a text at the beginning, in UTF-8: {@code proxy_set_buffer_bytes}. */
  public void prepend(String text) {
    prepend(Bytes.utf8(text));
  }
}
