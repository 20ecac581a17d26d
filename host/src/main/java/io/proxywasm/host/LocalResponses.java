package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/** What a {@link LocalResponse} looks like to a client: plain HTTP, or gRPC for a gRPC request. */
final class LocalResponses {
  private static final byte[] NOTHING = {};
  private static final String HEX = "0123456789ABCDEF";

  private LocalResponses() {}

  static HeaderMap headers(LocalResponse answer, @Nullable HeaderMap request) {
    HeaderMap headers = new HeaderMap(answer.headers().size() + 4);
    headers.add(":status", Integer.toString(answer.status()));
    HeaderMap more = answer.headers();
    for (int i = 0; i < more.size(); i++) {
      String name = more.name(i);
      if (!name.startsWith(":")) {
        headers.add(Names.lowerCase(name), more.value(i));
      }
    }
    byte[] body = answer.body();
    if (isGrpc(request)) {
      headers.set(":status", "200");
      headers.set("content-type", "application/grpc");
      if (!headers.contains("grpc-status")) {
        int status = answer.grpcStatus();
        headers.add(
            "grpc-status",
            Integer.toString(status < 0 || status > 16 ? grpcStatus(answer.status()) : status));
      }
      if (body.length > 0 && !headers.contains("grpc-message")) {
        headers.add("grpc-message", percentEncoded(body));
      }
      headers.remove("content-length");
    } else if (body.length > 0) {
      headers.set("content-length", Integer.toString(body.length));
      if (!headers.contains("content-type")) {
        headers.add("content-type", "text/plain");
      }
    } else {
      headers.remove("content-length");
      headers.remove("content-type");
    }
    return headers;
  }

  static byte[] body(LocalResponse answer, @Nullable HeaderMap request) {
    return isGrpc(request) || isHead(request) ? NOTHING : answer.body();
  }

  private static boolean isHead(@Nullable HeaderMap request) {
    return request != null && "HEAD".equals(request.get(":method"));
  }

  private static boolean isGrpc(@Nullable HeaderMap request) {
    String type = request == null ? null : request.get("content-type");
    return type != null
        && (type.equals("application/grpc") || type.startsWith("application/grpc+"));
  }

  /** The status of gRPC for one of HTTP, as gRPC's documents map it. */
  private static int grpcStatus(int httpStatus) {
    return switch (httpStatus) {
      case 400 -> 13;
      case 401 -> 16;
      case 403 -> 7;
      case 404 -> 12;
      case 429, 502, 503, 504 -> 14;
      default -> 2;
    };
  }

  private static String percentEncoded(byte[] message) {
    StringBuilder text = new StringBuilder(message.length);
    for (char c : new String(message, ISO_8859_1).toCharArray()) {
      if (c < ' ' || c > '~' || c == '%') {
        text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
