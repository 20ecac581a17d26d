package io.proxywasm.proxy.config;

import java.util.List;

/**
 * The admin endpoint.
 *
 * @param address where it listens
 * @param accessLog the logs of its requests
 */
public record Admin(Address address, List<AccessLog> accessLog) {
  /** Copies the list. */
  public Admin {
    accessLog = List.copyOf(accessLog);
  }
}
