package io.proxywasm.proxy.accesslog;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.config.ConfigException;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Operators that tell of headers and trailers. */
final class HeaderOperators {
  private static final Pattern HEADER_NAME = Pattern.compile("[!-'*-:<-~]*");

  private HeaderOperators() {}

  /** Makes an operator; null when there is none of that name here. */
  static @Nullable Operator make(String name, String parameter) {
    return switch (name) {
      case "REQ" -> header(parameter, LogEntry::requestHeaders);
      case "RESP" -> header(parameter, LogEntry::responseHeaders);
      case "TRAILER" -> header(parameter, LogEntry::responseTrailers);
      case "PATH" -> path(parameter);
      case "QUERY_PARAM" -> queryParameter(parameter);
      case "STREAM_ID" -> entry -> entry.requestHeaders().get("x-request-id");
      case "REQUEST_HEADERS_BYTES" -> entry -> size(entry.requestHeaders());
      case "RESPONSE_HEADERS_BYTES" -> entry -> size(entry.responseHeaders());
      case "RESPONSE_TRAILERS_BYTES" -> entry -> size(entry.responseTrailers());
      case "GRPC_STATUS" -> grpcStatus(parameter);
      case "GRPC_STATUS_NUMBER" -> GrpcStatusNames::number;
      default -> null;
    };
  }

  private static Operator header(String names, Function<LogEntry, @Nullable HeaderMap> map) {
    String[] parts = names.split("\\?", -1);
    if (parts.length > 2) {
      throw new ConfigException("More than 1 alternative header specified in token: " + names);
    }
    for (String part : parts) {
      if (!HEADER_NAME.matcher(part).matches()) {
        throw new ConfigException(
            "Invalid header configuration. Format string contains invalid characters.");
      }
    }
    String name = parts[0].toLowerCase(Locale.ROOT);
    String other = parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "";
    return entry -> {
      HeaderMap headers = map.apply(entry);
      if (headers == null) {
        return null;
      }
      String value = headers.get(name);
      return value == null && !other.isEmpty() ? headers.get(other) : value;
    };
  }

  private static Operator path(String options) {
    int colon = options.indexOf(':');
    String query = colon < 0 ? options : options.substring(0, colon);
    String which = colon < 0 ? "" : options.substring(colon + 1);
    if (!query.isEmpty() && !query.equals("WQ") && !query.equals("NQ")) {
      throw new ConfigException("Invalid PATH option: '" + query + "', only 'WQ'/'NQ' are allowed");
    }
    if (!which.isEmpty()
        && !which.equals("ORIG")
        && !which.equals("PATH")
        && !which.equals("ORIG_OR_PATH")) {
      throw new ConfigException(
          "Invalid PATH option: '" + which + "', only 'ORIG'/'PATH'/'ORIG_OR_PATH' are allowed");
    }
    boolean original = !which.equals("PATH");
    boolean current = !which.equals("ORIG");
    return entry -> {
      String path = original ? entry.requestHeaders().get("x-envoy-original-path") : null;
      if (path == null && current) {
        path = entry.requestHeaders().get(":path");
      }
      int question = path == null || !query.equals("NQ") ? -1 : path.indexOf('?');
      return path == null || question < 0 ? path : path.substring(0, question);
    };
  }

  private static Operator queryParameter(String name) {
    String wanted = Chars.ofText(name);
    return entry -> {
      String path = entry.requestHeaders().get(":path");
      int question = path == null ? -1 : path.indexOf('?');
      if (path == null || question < 0) {
        return null;
      }
      for (String pair : path.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if ((equals < 0 ? pair : pair.substring(0, equals)).equals(wanted)) {
          return equals < 0 ? "" : pair.substring(equals + 1);
        }
      }
      return null;
    };
  }

  private static Long size(@Nullable HeaderMap map) {
    return map == null ? 0L : map.byteSize();
  }

  private static Operator grpcStatus(String form) {
    return switch (form) {
      case "", "CAMEL_STRING" -> GrpcStatusNames::camel;
      case "SNAKE_STRING" -> GrpcStatusNames::snake;
      case "NUMBER" -> GrpcStatusNames::number;
      default ->
          throw new ConfigException(
              "GrpcStatusFormatter only supports CAMEL_STRING, SNAKE_STRING or NUMBER. Got: "
                  + form);
    };
  }
}
