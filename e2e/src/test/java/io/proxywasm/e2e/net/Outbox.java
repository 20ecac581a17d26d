package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** A message that is being sent, part by part. Safe for use by any thread. */
public interface Outbox {
  /** Sends the headers with the pseudo headers. */
  void head(List<Field> headers, boolean end);

  /** Sends a piece of the body at once. */
  void data(byte[] bytes, boolean end);

  /** Sends a METADATA frame, which HTTP/2 has only. */
  default void metadata(List<Field> fields) {
    throw new UnsupportedOperationException();
  }

  /** Sends the trailers, which end the message. */
  void trailers(List<Field> trailers);

  /** Cuts the message off. */
  void reset();

  /** Sends a piece of the body at once, as text. */
  default void data(String text, boolean end) {
    data(text.getBytes(UTF_8), end);
  }

  /** Sends all of a message. */
  default void all(List<Field> headers, List<byte[]> chunks, List<Field> trailers) {
    head(headers, chunks.isEmpty() && trailers.isEmpty());
    for (int i = 0; i < chunks.size(); i++) {
      data(chunks.get(i), i == chunks.size() - 1 && trailers.isEmpty());
    }
    if (!trailers.isEmpty()) {
      trailers(trailers);
    }
  }
}
