package io.proxywasm.proxy.config;

/**
 * A TCP address ({@code socket_address}).
 *
 * @param host an IP address, or a name where names are resolved
 * @param port the port; 0 where a listener takes a free one
 */
public record Address(String host, int port) {
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
