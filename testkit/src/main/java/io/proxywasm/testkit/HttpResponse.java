package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * A response that the test gives as an upstream or another cluster. Immutable: each method returns
 * another one.
 *
 * @param headers all headers, {@code :status} first
 * @param chunks the body in the pieces in which it comes; none is a response without a body
 * @param trailers the trailers
 */
public record HttpResponse(Headers headers, List<byte[]> chunks, Headers trailers) {
  /** Copies. */
  public HttpResponse {
    chunks = List.copyOf(chunks);
  }

  /** A response with a status and nothing else. */
  public static HttpResponse of(int status) {
    return new HttpResponse(
        Headers.of(":status", Integer.toString(status)), List.of(), Headers.NONE);
  }

  /** A response with a body in UTF-8. */
  public static HttpResponse of(int status, String body) {
    return of(status).body(body);
  }

  /** One more header. */
  public HttpResponse header(String name, String value) {
    return new HttpResponse(headers.with(name, value), chunks, trailers);
  }

  /** One more piece of the body, in UTF-8. */
  public HttpResponse body(String chunk) {
    return body(chunk.getBytes(UTF_8));
  }

  /** One more piece of the body. */
  public HttpResponse body(byte[] chunk) {
    List<byte[]> more = new ArrayList<>(chunks);
    more.add(chunk);
    return new HttpResponse(headers, more, trailers);
  }

  /** One more trailer. */
  public HttpResponse trailer(String name, String value) {
    return new HttpResponse(headers, chunks, trailers.with(name, value));
  }

  byte[] wholeBody() {
    return Bodies.join(chunks);
  }

  @Override
  public String toString() {
    return String.valueOf(headers.get(":status"));
  }
}
