package io.proxywasm.testkit;

/** The way of one connection through what runs the plugins. */
interface TcpLink {
  void clientData(byte[] bytes, boolean end);

  void upstreamData(byte[] bytes, boolean end);

  /** The client closes. */
  void close();
}
