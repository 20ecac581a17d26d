package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * A request of the client. Immutable: each method returns another one.
 *
 * @param headers all headers, the pseudo headers first
 * @param chunks the body in the pieces in which it comes; none is a request without a body
 * @param trailers the trailers
 */
public record HttpRequest(Headers headers, List<byte[]> chunks, Headers trailers) {
  /** The host of a request that names none. */
  public static final String DEFAULT_AUTHORITY = "test.example";

  /** Copies. */
  public HttpRequest {
    chunks = List.copyOf(chunks);
  }

  /** A GET of a path. */
  public static HttpRequest get(String path) {
    return of("GET", path);
  }

  /** A POST of a path with a body in UTF-8. */
  public static HttpRequest post(String path, String body) {
    return of("POST", path).body(body);
  }

  /** A request of any method. */
  public static HttpRequest of(String method, String path) {
    return new HttpRequest(
        Headers.of(
            ":authority", DEFAULT_AUTHORITY, ":path", path, ":method", method, ":scheme", "http"),
        List.of(),
        Headers.NONE);
  }

  /** One more header. */
  public HttpRequest header(String name, String value) {
    return new HttpRequest(headers.with(name, value), chunks, trailers);
  }

  /** One more piece of the body, in UTF-8. */
  public HttpRequest body(String chunk) {
    return body(chunk.getBytes(UTF_8));
  }

  /** One more piece of the body. */
  public HttpRequest body(byte[] chunk) {
    List<byte[]> more = new ArrayList<>(chunks);
    more.add(chunk);
    return new HttpRequest(headers, more, trailers);
  }

  /** One more trailer. */
  public HttpRequest trailer(String name, String value) {
    return new HttpRequest(headers, chunks, trailers.with(name, value));
  }

  @Override
  public String toString() {
    return headers.get(":method") + " " + headers.get(":path");
  }
}
