package io.proxywasm.testkit;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Bodies in pieces. */
final class Bodies {
  private Bodies() {}

  static byte[] join(List<byte[]> chunks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    chunks.forEach(body::writeBytes);
    return body.toByteArray();
  }
}
