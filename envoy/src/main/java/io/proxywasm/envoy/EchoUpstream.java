package io.proxywasm.envoy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small HTTP/1.1 server on a free loopback port, which answers every request with 200 and a text
 * of what it got: the request line, the headers in their order, the body, the trailers. An upstream
 * for trying a plugin out.
 */
public final class EchoUpstream implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ServerSocket server;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private EchoUpstream(ServerSocket server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @return the server
   * @throws EnvoyException when no port can be opened
   */
  public static EchoUpstream start() {
    try {
      EchoUpstream upstream =
          new EchoUpstream(new ServerSocket(0, 128, InetAddress.getByAddress(LOOPBACK)));
      upstream.thread("echo-upstream", upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new EnvoyException("Cannot open a loopback port: " + e.getMessage(), e);
    }
  }

  /**
   * The port.
   *
   * @return the port on {@code 127.0.0.1}
   */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * The server as an upstream.
   *
   * @param name the cluster's name
   * @return the cluster
   */
  public EnvoyCluster cluster(String name) {
    return EnvoyCluster.of(name, "127.0.0.1", port());
  }

  /** Closes the port and all connections. */
  @Override
  public void close() {
    quietly(server);
    connections.forEach(EchoUpstream::quietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.add(socket);
        thread("echo-connection", () -> serve(socket));
      } catch (IOException e) {
        // Closed, or a connection that was gone before it was accepted.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new EchoConnection(socket.getInputStream(), socket.getOutputStream()).serve();
    } catch (IOException e) {
      // The other side went away; nobody is left to tell.
    } finally {
      connections.remove(socket);
    }
  }

  private void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is closed anyway.
    }
  }
}
