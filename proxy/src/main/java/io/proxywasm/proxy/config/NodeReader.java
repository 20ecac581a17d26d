package io.proxywasm.proxy.config;

/** Reads who the proxy is. */
final class NodeReader {
  static final String NODE = CoreReader.CORE + "Node";

  private NodeReader() {}

  static Node read(MessageInput in) {
    return new Node(
        in.text("id"),
        in.text("cluster"),
        in.struct("metadata").orElse(Value.Struct.EMPTY),
        CoreReader.locality(in, "locality"));
  }
}
