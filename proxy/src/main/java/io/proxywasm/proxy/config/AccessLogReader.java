package io.proxywasm.proxy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads access logs. */
final class AccessLogReader {
  private static final String LOGGERS = "envoy.extensions.access_loggers.";

  private final Map<String, MessageReader<? extends AccessLog>> types;

  AccessLogReader(PluginReader plugins) {
    this.types =
        Map.of(
            LOGGERS + "file.v3.FileAccessLog",
            AccessLogReader::file,
            LOGGERS + "stream.v3.StdoutAccessLog",
            in -> new AccessLog.Stdout(format(in)),
            LOGGERS + "stream.v3.StderrAccessLog",
            in -> new AccessLog.Stderr(format(in)),
            LOGGERS + "wasm.v3.WasmAccessLog",
            in -> new AccessLog.Wasm(plugins.config(in)));
  }

  /** The logs in the field {@code access_log}. */
  List<AccessLog> read(MessageInput in) {
    return in.messages(
        "access_log",
        "envoy.config.accesslog.v3.AccessLog",
        log -> {
          log.text("name");
          return log.<AccessLog>requiredTyped("typed_config", types);
        });
  }

  private static AccessLog file(MessageInput in) {
    Optional<LogFormat> text =
        in.optionalText("format").map(format -> new LogFormat.Text(format, false));
    Optional<LogFormat> json = json(in, "json_format");
    Optional<LogFormat> typedJson = json(in, "typed_json_format");
    LogFormat format = format(in);
    in.oneOf("format", "json_format", "typed_json_format", "log_format");
    return new AccessLog.File(
        CoreReader.path(in, "path"), text.or(() -> json).or(() -> typedJson).orElse(format));
  }

  private static Optional<LogFormat> json(MessageInput in, String field) {
    return in.struct(field).map(format -> new LogFormat.Json(format, false));
  }

  private static LogFormat format(MessageInput in) {
    return in.message(
            "log_format",
            CoreReader.CORE + "SubstitutionFormatString",
            AccessLogReader::substitutionFormat)
        .orElse(LogFormat.DEFAULT);
  }

  private static LogFormat substitutionFormat(MessageInput in) {
    boolean omitEmptyValues = in.flag("omit_empty_values", false);
    String text = in.text("text_format");
    Optional<Bytes> source =
        in.message("text_format_source", CoreReader.DATA_SOURCE, CoreReader::data);
    Optional<Value.Struct> json = in.struct("json_format");
    return switch (in.exactlyOneOf("text_format", "text_format_source", "json_format")) {
      case "text_format" -> new LogFormat.Text(text, omitEmptyValues);
      case "json_format" -> new LogFormat.Json(json.orElseThrow(), omitEmptyValues);
      default -> new LogFormat.Text(source.orElseThrow().toUtf8(), omitEmptyValues);
    };
  }
}
