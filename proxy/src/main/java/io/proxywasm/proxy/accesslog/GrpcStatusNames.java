package io.proxywasm.proxy.accesslog;

import io.proxywasm.host.HeaderMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The status of gRPC in a response. */
final class GrpcStatusNames {
  private static final List<String> CAMEL =
      List.of(
          "OK",
          "Canceled",
          "Unknown",
          "InvalidArgument",
          "DeadlineExceeded",
          "NotFound",
          "AlreadyExists",
          "PermissionDenied",
          "ResourceExhausted",
          "FailedPrecondition",
          "Aborted",
          "OutOfRange",
          "Unimplemented",
          "Internal",
          "Unavailable",
          "DataLoss",
          "Unauthenticated");

  private GrpcStatusNames() {}

  static @Nullable Object number(LogEntry entry) {
    String status = status(entry);
    if (status == null) {
      return null;
    }
    int code = parse(status);
    return code < 0 ? null : (Object) Long.valueOf(code);
  }

  static @Nullable Object camel(LogEntry entry) {
    return name(status(entry), false);
  }

  static @Nullable Object snake(LogEntry entry) {
    return name(status(entry), true);
  }

  private static @Nullable String name(@Nullable String status, boolean snake) {
    if (status == null) {
      return null;
    }
    int code = parse(status);
    if (code < 0 || code >= CAMEL.size()) {
      return code < 0 ? "-1" : status;
    }
    String name = CAMEL.get(code);
    if (!snake || code == 0) {
      return name;
    }
    return code == 1
        ? "CANCELLED"
        : name.replaceAll("(?<=[a-z])([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static @Nullable String status(LogEntry entry) {
    String type = entry.requestHeaders().get("content-type");
    if (type == null || !type.startsWith("application/grpc")) {
      return null;
    }
    String status = get(entry.responseTrailers());
    return status != null ? status : get(entry.responseHeaders());
  }

  private static @Nullable String get(@Nullable HeaderMap map) {
    return map == null ? null : map.get("grpc-status");
  }

  private static int parse(String status) {
    try {
      return Integer.parseUnsignedInt(status);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
