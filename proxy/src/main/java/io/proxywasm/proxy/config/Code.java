package io.proxywasm.proxy.config;

import java.time.Duration;

/** Where a module comes from. */
public sealed interface Code {

  /**
   * From a file or the configuration ({@code local}).
   *
   * @param source which
   */
  record Local(DataSource source) implements Code {}

  /**
   * From an HTTP server ({@code remote}).
   *
   * @param uri the address
   * @param cluster the cluster through which it is fetched
   * @param timeout the time for fetching it
   * @param sha256 the module's SHA-256, 64 hexadecimal digits
   * @param numRetries how often it is tried again
   * @param baseInterval the first pause between tries
   * @param maxInterval the longest pause between tries
   */
  record Remote(
      String uri,
      String cluster,
      Duration timeout,
      String sha256,
      int numRetries,
      Duration baseInterval,
      Duration maxInterval)
      implements Code {}
}
