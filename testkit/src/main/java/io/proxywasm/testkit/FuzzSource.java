package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Writes exchanges down as the Java of a test. */
final class FuzzSource {
  private FuzzSource() {}

  static String literal(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> literal.append("\\\"");
        case '\\' -> literal.append("\\\\");
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        default -> {
          if (c < ' ' || c > '~') {
            literal.append(String.format("\\u%04x", (int) c));
          } else {
            literal.append(c);
          }
        }
      }
    }
    return literal.append('"').toString();
  }

  /** More arguments. */
  static String more(List<String> values) {
    StringBuilder list = new StringBuilder();
    values.forEach(value -> list.append(", ").append(literal(value)));
    return list.toString();
  }

  static String test(List<FuzzExchange> exchanges, String assertion, String comment) {
    StringBuilder source = new StringBuilder();
    source.append("@Test\nvoid shouldBeTheSameInAllModes(TestProxy proxy) {\n");
    int number = 1;
    for (FuzzExchange each : exchanges) {
      String name = "exchange" + number++;
      source.append("  HttpExchange ").append(name).append(" = proxy.begin(");
      source.append(request(each.request())).append(");\n");
      for (HttpResponse answer : each.answers()) {
        source.append("  proxy.httpCallout().respond(").append(response(answer)).append(");\n");
      }
      source.append("  if (").append(name).append(".upstream().isComplete()) {\n    ");
      source.append(name).append(".respond(").append(response(each.response())).append(");\n  }\n");
    }
    comment.lines().forEach(line -> source.append("  // ").append(line).append('\n'));
    if (!assertion.isEmpty()) {
      source.append("  ").append(assertion).append('\n');
    }
    return source.append("}\n").toString();
  }

  private static String request(HttpRequest request) {
    StringBuilder source = new StringBuilder("HttpRequest.of(");
    source.append(literal(String.valueOf(request.headers().get(":method")))).append(", ");
    source.append(literal(String.valueOf(request.headers().get(":path")))).append(')');
    return rest(source, request.headers(), request.chunks(), request.trailers());
  }

  private static String response(HttpResponse response) {
    StringBuilder source = new StringBuilder("HttpResponse.of(");
    source.append(response.headers().get(":status")).append(')');
    return rest(source, response.headers(), response.chunks(), response.trailers());
  }

  private static String rest(
      StringBuilder source, Headers headers, List<byte[]> chunks, Headers trailers) {
    for (Headers.Header each : headers.all()) {
      if (!each.name().startsWith(":")) {
        source.append(".header(").append(literal(each.name())).append(", ");
        source.append(literal(each.value())).append(')');
      }
    }
    for (byte[] chunk : chunks) {
      source.append(".body(").append(literal(new String(chunk, UTF_8))).append(')');
    }
    for (Headers.Header each : trailers.all()) {
      source.append(".trailer(").append(literal(each.name())).append(", ");
      source.append(literal(each.value())).append(')');
    }
    return source.toString();
  }
}
