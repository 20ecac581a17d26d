package io.proxywasm.proxy.config;

/** Reads how HTTP is spoken, on either side. */
final class ProtocolReader {
  static final String COMMON = CoreReader.CORE + "HttpProtocolOptions";
  static final String HTTP1 = CoreReader.CORE + "Http1ProtocolOptions";
  static final String HTTP2 = CoreReader.CORE + "Http2ProtocolOptions";

  private static final int SMALLEST_WINDOW = 65535;

  private ProtocolReader() {}

  static Http1ProtocolOptions http1(MessageInput in) {
    Http1ProtocolOptions defaults = Http1ProtocolOptions.DEFAULT;
    return new Http1ProtocolOptions(
        in.flag("enable_trailers", defaults.enableTrailers()),
        in.flag("accept_http_10", defaults.acceptHttp10()),
        in.text("default_host_for_http_10"));
  }

  static Http2ProtocolOptions http2(MessageInput in) {
    Http2ProtocolOptions defaults = Http2ProtocolOptions.DEFAULT;
    return new Http2ProtocolOptions(
        in.uint32("max_concurrent_streams", defaults.maxConcurrentStreams(), 1, Integer.MAX_VALUE),
        window(in, "initial_stream_window_size", defaults.initialStreamWindowSize()),
        window(in, "initial_connection_window_size", defaults.initialConnectionWindowSize()),
        in.flag("allow_connect", defaults.allowConnect()),
        in.flag("allow_metadata", defaults.allowMetadata()));
  }

  private static int window(MessageInput in, String field, int otherwise) {
    return in.uint32(field, otherwise, SMALLEST_WINDOW, Integer.MAX_VALUE);
  }
}
