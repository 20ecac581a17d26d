package io.proxywasm.e2e.net;

/** What the client speaks, and by the path's prefix the upstream too. */
public enum Protocol {
  HTTP_1("/h1/"),
  HTTP_2("/h2/");

  private final String prefix;

  Protocol(String prefix) {
    this.prefix = prefix;
  }

  /** Returns a path that Envoy routes to the upstream of the same protocol. */
  public String path(String name) {
    return prefix + name;
  }
}
