package io.proxywasm.host.guest;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What a VM allows its guest.
 *
 * @param environment the environment variables that WASI shows
 * @param allowed which hostcalls and callbacks may be used, by their ABI name ({@code proxy_log},
 *     {@code fd_write}, {@code proxy_on_tick})
 * @param maxMemoryBytes how far linear memory may grow
 */
public record GuestOptions(
    Map<String, String> environment, Predicate<String> allowed, long maxMemoryBytes) {
  /** The limit of Envoy: 1 GiB. */
  public static final long DEFAULT_MAX_MEMORY_BYTES = 1L << 30;

  /** Copies. */
  public GuestOptions {
    environment = Map.copyOf(environment);
  }

  /** Everything allowed, no environment. */
  public static GuestOptions defaults() {
    return new GuestOptions(Map.of(), name -> true, DEFAULT_MAX_MEMORY_BYTES);
  }
}
