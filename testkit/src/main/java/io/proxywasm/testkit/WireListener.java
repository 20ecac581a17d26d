package io.proxywasm.testkit;

/** Hears of the messages on a connection, one after the other, on the thread that reads it. */
interface WireListener {
  /** A message begins. The first line is not among the headers. */
  void onHeaders(String firstLine, Headers headers, boolean end);

  void onBody(byte[] bytes, boolean end);

  void onTrailers(Headers trailers);

  /** No more comes. */
  void onClosed();
}
