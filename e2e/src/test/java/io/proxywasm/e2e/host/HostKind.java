package io.proxywasm.e2e.host;

import io.proxywasm.envoy.EnvoyConfig;

/** The hosts. */
public enum HostKind {
  /** A real Envoy: what it does is right. */
  ENVOY,
  /** Our own proxy. */
  PROXY,
  /** Our own proxy, which runs the plugins' classes without WebAssembly. */
  PROXY_JAVA;

  /**
   * Starts it, and returns when it serves.
   *
   * @throws RefusedException when it refuses the configuration
   */
  public HostUnderTest start(EnvoyConfig config, HostOptions options) {
    return switch (this) {
      case ENVOY -> EnvoyHost.start(config, options);
      case PROXY -> ProxyHost.start(config, options, builder -> builder);
      case PROXY_JAVA -> ProxyHost.start(config, options, builder -> builder.engine(new AsJava()));
    };
  }
}
