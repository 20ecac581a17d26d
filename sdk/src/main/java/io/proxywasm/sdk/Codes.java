package io.proxywasm.sdk;

/**
 * The numbers of the ABI that the sdk uses. They are those of the enums of {@code
 * io.proxywasm.abi}, which a module does without: the constants of an enum that nobody names would
 * be a tenth of a small one.
 */
final class Codes {
  static final int LOG_TRACE = 0;
  static final int LOG_DEBUG = 1;
  static final int LOG_INFO = 2;
  static final int LOG_WARN = 3;
  static final int LOG_ERROR = 4;
  static final int LOG_CRITICAL = 5;

  static final int REQUEST_HEADERS = 0;
  static final int REQUEST_TRAILERS = 1;
  static final int RESPONSE_HEADERS = 2;
  static final int RESPONSE_TRAILERS = 3;
  static final int GRPC_INITIAL_METADATA = 4;
  static final int GRPC_TRAILING_METADATA = 5;
  static final int CALL_RESPONSE_HEADERS = 6;
  static final int CALL_RESPONSE_TRAILERS = 7;

  static final int REQUEST_BODY = 0;
  static final int RESPONSE_BODY = 1;
  static final int DOWNSTREAM_DATA = 2;
  static final int UPSTREAM_DATA = 3;
  static final int CALL_RESPONSE_BODY = 4;
  static final int GRPC_MESSAGE = 5;
  static final int VM_CONFIGURATION = 6;
  static final int PLUGIN_CONFIGURATION = 7;
  static final int FOREIGN_FUNCTION_ARGUMENTS = 8;

  static final int REQUEST_STREAM = 0;
  static final int RESPONSE_STREAM = 1;
  static final int DOWNSTREAM_STREAM = 2;
  static final int UPSTREAM_STREAM = 3;

  static final int COUNTER = 0;
  static final int GAUGE = 1;
  static final int HISTOGRAM = 2;

  private Codes() {}
}
