package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as it was received.
 *
 * @param headers all headers in their order, pseudo headers first
 * @param chunks the body in the pieces in which it came
 * @param trailers the trailers
 * @param reset whether it was cut off
 */
public record Message(
    List<Field> headers, List<byte[]> chunks, List<Field> trailers, boolean reset) {
  /** The status of a response; 0 when none came. */
  public int status() {
    String status = header(":status");
    return status == null ? 0 : Integer.parseInt(status);
  }

  /** The first value of a header, or null. */
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** All values of a header. */
  public List<String> headers(String name) {
    return values(headers, name);
  }

  /** The first value of a trailer. */
  public Optional<String> trailer(String name) {
    return values(trailers, name).stream().findFirst();
  }

  private static List<String> values(List<Field> fields, String name) {
    return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).toList();
  }

  /** The whole body. */
  public byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    chunks.forEach(body::writeBytes);
    return body.toByteArray();
  }

  /** The whole body as text. */
  public String text() {
    return new String(body(), UTF_8);
  }

  @Override
  public String toString() {
    String text = text();
    return headers
        + (text.isEmpty() ? "" : " body " + text.substring(0, Math.min(text.length(), 500)))
        + (trailers.isEmpty() ? "" : " trailers " + trailers)
        + (reset ? " RESET" : "");
  }
}
