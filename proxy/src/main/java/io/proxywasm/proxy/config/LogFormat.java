package io.proxywasm.proxy.config;

/** A line of an access log. Command operators ({@code %RESPONSE_CODE%}) are kept as they stand. */
public sealed interface LogFormat {
  /** Envoy's line when nothing is said. */
  LogFormat DEFAULT =
      new Text(
          "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\""
              + " %RESPONSE_CODE% %RESPONSE_FLAGS% %BYTES_RECEIVED% %BYTES_SENT% %DURATION%"
              + " %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% \"%REQ(X-FORWARDED-FOR)%\""
              + " \"%REQ(USER-AGENT)%\" \"%REQ(X-REQUEST-ID)%\" \"%REQ(:AUTHORITY)%\""
              + " \"%UPSTREAM_HOST%\"\n",
          false);

  /**
   * Text.
   *
   * @param format the line, with its end
   * @param omitEmptyValues whether what has no value is nothing and not {@code -}
   */
  record Text(String format, boolean omitEmptyValues) implements LogFormat {}

  /**
   * One JSON object a line.
   *
   * @param format the object, its strings are formats
   * @param omitEmptyValues whether what has no value is left out and not {@code null}
   */
  record Json(Value.Struct format, boolean omitEmptyValues) implements LogFormat {}
}
