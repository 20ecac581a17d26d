package io.proxywasm.proxy.accesslog;

import static io.proxywasm.proxy.accesslog.ConnectionOperators.millis;
import static io.proxywasm.proxy.accesslog.ConnectionOperators.notEmpty;

import io.proxywasm.host.PropertyValue;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.proxy.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All operators by their names. Messages are Envoy's. */
final class Operators {
  private static final Set<String> WITH_PARAMETER =
      Set.of("REQ", "RESP", "TRAILER", "QUERY_PARAM", "ENVIRONMENT", "DYNAMIC_METADATA");
  private static final Set<String> WITH_OPTION =
      Set.of(
          "PATH", "GRPC_STATUS", "RESPONSE_CODE_DETAILS", "REQUESTED_SERVER_NAME", "FILTER_STATE");
  private static final Set<String> WITH_FORMAT =
      Set.of("START_TIME", "START_TIME_LOCAL", "EMIT_TIME", "EMIT_TIME_LOCAL");

  private Operators() {}

  /**
   * Makes an operator.
   *
   * @param parameter what stands in parentheses, or empty
   * @param length the number behind a colon, or -1
   * @throws ConfigException when there is none, or it is used in a wrong way
   */
  static Operator make(String name, String parameter, int length) {
    String wrong = null;
    if (WITH_PARAMETER.contains(name)) {
      wrong = parameter.isEmpty() ? " requires parameters" : null;
    } else if (WITH_FORMAT.contains(name)) {
      wrong = length >= 0 ? " does not allow length to be specified." : null;
    } else if (!WITH_OPTION.contains(name) && (!parameter.isEmpty() || length >= 0)) {
      wrong = " does not take any parameters or length";
    }
    Operator operator = wrong == null ? find(name, parameter) : null;
    if (wrong != null && (WITH_PARAMETER.contains(name) || find(name, "") != null)) {
      throw new ConfigException(name + wrong);
    }
    if (operator == null) {
      throw new ConfigException("Not supported field in StreamInfo: " + name);
    }
    return length >= 0 ? operator.limited(length) : operator;
  }

  private static @Nullable Operator find(String name, String parameter) {
    Operator operator = HeaderOperators.make(name, parameter);
    if (operator == null) {
      operator = ConnectionOperators.make(name, parameter);
    }
    return operator == null ? ofStream(name, parameter) : operator;
  }

  private static @Nullable Operator ofStream(String name, String parameter) {
    return switch (name) {
      case "START_TIME" -> startTime(parameter, false);
      case "START_TIME_LOCAL" -> startTime(parameter, true);
      case "EMIT_TIME" -> emitTime(parameter, false);
      case "EMIT_TIME_LOCAL" -> emitTime(parameter, true);
      case "DURATION" -> ofInfo(info -> millis(info.durationNanos()));
      case "PROTOCOL" -> ofInfo(StreamInfo::protocol);
      case "RESPONSE_CODE" -> ofInfo(info -> (long) Math.max(0, info.responseCode()));
      case "RESPONSE_CODE_DETAILS" -> codeDetails(parameter);
      case "RESPONSE_FLAGS" -> ofInfo(info -> ResponseFlags.shortNames(info.responseFlags()));
      case "RESPONSE_FLAGS_LONG" -> ofInfo(info -> ResponseFlags.longNames(info.responseFlags()));
      case "BYTES_RECEIVED" -> ofInfo(StreamInfo::bytesReceived);
      case "BYTES_SENT" -> ofInfo(StreamInfo::bytesSent);
      case "ROUTE_NAME" ->
          ofInfo(info -> info.route() == null ? null : notEmpty(info.route().name()));
      case "VIRTUAL_CLUSTER_NAME" -> entry -> null;
      case "ACCESS_LOG_TYPE" ->
          ofInfo(info -> info.protocol() == null ? "TcpConnectionEnd" : "DownstreamEnd");
      case "HOSTNAME" -> hostname();
      case "ENVIRONMENT" -> environment(parameter);
      case "FILTER_STATE" -> filterState(parameter);
      case "DYNAMIC_METADATA" -> dynamicMetadata(parameter);
      default -> null;
    };
  }

  private static Operator ofInfo(Function<StreamInfo, @Nullable Object> value) {
    return entry -> value.apply(entry.info());
  }

  private static Operator startTime(String format, boolean local) {
    TimeFormat time = TimeFormat.of(format, local);
    return entry -> time.format(entry.info().startTimeNanos());
  }

  private static Operator emitTime(String format, boolean local) {
    TimeFormat time = TimeFormat.of(format, local);
    return entry -> {
      Instant now = Instant.now();
      return time.format(now.getEpochSecond() * TimeUnit.SECONDS.toNanos(1) + now.getNano());
    };
  }

  private static Operator codeDetails(String option) {
    boolean blanks = option.equals("ALLOW_WHITESPACES");
    if (!blanks && !option.isEmpty()) {
      throw new ConfigException(
          "Invalid RESPONSE_CODE_DETAILS option: '"
              + option
              + "', only 'ALLOW_WHITESPACES' is allowed");
    }
    return entry -> {
      String details = entry.info().responseCodeDetails();
      return details == null || blanks ? details : details.replaceAll("\\s", "_");
    };
  }

  private static Operator environment(String name) {
    String value = System.getenv(name);
    String chars = value == null ? null : Chars.ofText(value);
    return entry -> chars;
  }

  private static Operator hostname() {
    return new Operator() {
      private volatile @Nullable String name;

      @Override
      public @Nullable Object value(LogEntry entry) {
        String known = name;
        if (known == null) {
          known = readHostname();
          name = known;
        }
        return known;
      }
    };
  }

  private static String readHostname() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      String name = System.getenv("HOSTNAME");
      return name == null ? "localhost" : Chars.ofText(name);
    }
  }

  private static Operator filterState(String parameter) {
    if (parameter.isEmpty()) {
      throw new ConfigException("Invalid filter state configuration, key cannot be empty.");
    }
    String[] parts = parameter.split(":", -1);
    String type = parts.length > 1 ? parts[1] : "TYPED";
    if (type.equals("FIELD")) {
      throw new ConfigException("FILTER_STATE with FIELD is not served; served are PLAIN, TYPED");
    }
    if (parts.length > 2) {
      throw new ConfigException(
          "Invalid filter state serialize type, FIELD should be used with the field name.");
    }
    if (!type.equals("PLAIN") && !type.equals("TYPED")) {
      throw new ConfigException(
          "Invalid filter state serialize type, only support PLAIN/TYPED/FIELD.");
    }
    String key = parts[0];
    return type.equals("PLAIN")
        ? entry -> PropertyJson.plain(entry.info().filterState().get(key))
        : entry -> PropertyJson.typed(entry.info().filterState().get(key));
  }

  private static Operator dynamicMetadata(String parameter) {
    String[] path = Chars.ofText(parameter).split(":", -1);
    return entry -> {
      PropertyValue value = entry.info().dynamicMetadata().get(path[0]);
      for (int i = 1; i < path.length; i++) {
        value = value instanceof PropertyValue.Fields fields ? fields.values().get(path[i]) : null;
      }
      return PropertyJson.metadata(value);
    };
  }
}
