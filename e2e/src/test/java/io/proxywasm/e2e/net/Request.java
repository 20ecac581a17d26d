package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A request to send; immutable. */
public record Request(
    String method, String path, List<Field> headers, List<byte[]> chunks, List<Field> trailers) {
  public Request {
    headers = List.copyOf(headers);
    chunks = List.copyOf(chunks);
    trailers = List.copyOf(trailers);
  }

  public static Request get(String path) {
    return new Request("GET", path, List.of(), List.of(), List.of());
  }

  /** A request with a body in chunks, without a content-length unless one is added. */
  public static Request post(String path, String... chunks) {
    return post(path, Arrays.stream(chunks).map(chunk -> chunk.getBytes(UTF_8)).toList());
  }

  public static Request post(String path, List<byte[]> chunks) {
    return new Request("POST", path, List.of(), chunks, List.of());
  }

  public Request header(String name, String value) {
    return new Request(method, path, plus(headers, new Field(name, value)), chunks, trailers);
  }

  public Request trailer(String name, String value) {
    return new Request(method, path, headers, chunks, plus(trailers, new Field(name, value)));
  }

  /** All headers, with the pseudo headers. */
  List<Field> head() {
    List<Field> all = new ArrayList<>();
    all.add(new Field(":method", method));
    all.add(new Field(":scheme", "http"));
    all.add(new Field(":path", path));
    all.add(new Field(":authority", "test.example"));
    all.addAll(headers);
    return all;
  }

  private static List<Field> plus(List<Field> fields, Field field) {
    List<Field> all = new ArrayList<>(fields);
    all.add(field);
    return all;
  }
}
