package io.proxywasm.e2e.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/** A server whose connections a test handles by itself. */
public final class TcpServer implements AutoCloseable {
  private final ServerSocket socket;

  public TcpServer() {
    try {
      socket = new ServerSocket(0, 50, Netty.loopback());
      socket.setSoTimeout(20_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Waits for the next connection. */
  public TcpPeer accept() {
    try {
      return new TcpPeer(socket.accept());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nobody connects", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
