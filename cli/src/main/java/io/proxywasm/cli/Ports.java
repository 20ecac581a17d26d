package io.proxywasm.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports of this machine alone. */
final class Ports {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private Ports() {}

  /**
   * Tells about a port in use before anything that takes time. Who opens it looks again.
   *
   * @param option the option that names another one
   * @throws CliException when it is in use
   */
  static void check(int port, String option) {
    if (port != 0) {
      int unused = probe(port, option);
    }
  }

  /** The port, or a free one for 0, which nobody else gets soon. */
  static int probe(int port, String option) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new java.net.InetSocketAddress(loopback(), port), 1);
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new CliException(
          "cannot listen on 127.0.0.1:"
              + port
              + " ("
              + e.getMessage()
              + "): stop what listens there, or choose another port with "
              + option
              + " (0 takes a free one)",
          e);
    }
  }

  static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(LOOPBACK);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
