package io.proxywasm.e2e.net;

/** One header or trailer; pseudo headers have their colon in HTTP/1.1 too. */
public record Field(String name, String value) {
  @Override
  public String toString() {
    return name + ": " + value;
  }
}
