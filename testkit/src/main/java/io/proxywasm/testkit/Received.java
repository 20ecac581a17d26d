package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has come through the plugins to one side up to now: the request at the upstream, or the
 * response at the client. It grows while the exchange goes on.
 */
public final class Received {
  private Headers headers = Headers.NONE;
  private Headers trailers = Headers.NONE;
  private final List<byte[]> chunks = new ArrayList<>();
  private boolean hasHeaders;
  private boolean ended;
  private @Nullable String reset;
  private int pieces;

  Received() {}

  void onHeaders(Headers all, boolean end) {
    headers = all;
    hasHeaders = true;
    ended |= end;
    pieces++;
  }

  void onBody(byte[] bytes, boolean end) {
    if (bytes.length > 0) {
      chunks.add(bytes);
    }
    ended |= end;
    pieces++;
  }

  void onTrailers(Headers all) {
    trailers = all;
    ended = true;
    pieces++;
  }

  void onReset(String details) {
    reset = details;
    pieces++;
  }

  /** How many pieces have come: headers, parts of the body (also empty ones), trailers. */
  int pieces() {
    return pieces;
  }

  /** Whether the headers have come. */
  public boolean hasHeaders() {
    return hasHeaders;
  }

  /** The headers; empty when none have come. */
  public Headers headers() {
    return headers;
  }

  /** The first value of a header, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The status of a response; 0 when none has come. */
  public int status() {
    String status = headers.get(":status");
    return status == null ? 0 : Integer.parseInt(status);
  }

  /** The body up to now. */
  public byte[] body() {
    return Bodies.join(chunks);
  }

  /** The body up to now, as UTF-8. */
  public String text() {
    return new String(body(), UTF_8);
  }

  /** The body in the pieces in which it came. */
  public List<byte[]> chunks() {
    return List.copyOf(chunks);
  }

  /** The trailers; empty when none have come. */
  public Headers trailers() {
    return trailers;
  }

  /** Whether all of it has come. */
  public boolean isComplete() {
    return ended;
  }

  /** Why it was cut off; null when it was not. */
  public @Nullable String resetReason() {
    return reset;
  }

  @Override
  public String toString() {
    if (!hasHeaders && reset == null) {
      return "nothing";
    }
    return headers
        + (chunks.isEmpty() ? "" : " body '" + text() + "'")
        + (trailers.isEmpty() ? "" : " trailers " + trailers)
        + (reset == null ? ended ? "" : " (not ended)" : " RESET " + reset);
  }
}
