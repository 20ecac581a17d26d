package io.proxywasm.sdk;

/** What {@code content-length} says. */
final class ContentLength {
  private ContentLength() {}

  /** Whether it is there and more than a limit. */
  static boolean isOver(Headers headers, int limit) {
    String text = headers.get("content-length");
    if (text == null) {
      return false;
    }
    long length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      length = 10 * length + (c - '0');
      if (length > limit) {
        return true;
      }
    }
    return false;
  }
}
