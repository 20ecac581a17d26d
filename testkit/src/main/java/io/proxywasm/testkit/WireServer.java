package io.proxywasm.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A server of this machine for Envoy to connect to. */
final class WireServer implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocket server;
  private final Queue<WireConnection> connections = new ConcurrentLinkedQueue<>();

  /** Takes who hears of the requests on each connection. */
  WireServer(Function<WireConnection, WireListener> listeners) {
    try {
      server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on a port of this machine", e);
    }
    Thread acceptor =
        new Thread(
            () -> {
              try {
                while (true) {
                  WireConnection connection = WireConnection.accepted(server.accept());
                  connections.add(connection);
                  connection.read(listeners.apply(connection));
                }
              } catch (IOException e) {
                // Closed.
              }
            },
            "testkit-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
    connections.forEach(WireConnection::close);
  }
}
