package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.Predicate;

/** One end of a connection whose bytes a test writes and reads by itself. Chars are bytes. */
public final class TcpPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  TcpPeer(Socket socket) {
    this.socket = socket;
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to a port of this machine. */
  public static TcpPeer connect(int port) {
    return connect(port, Netty.loopback().getHostAddress());
  }

  /** Connects to a port of this machine, from another address of it. */
  public static TcpPeer connect(int port, String from) {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(Netty.loopback(), port), PATIENCE_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TcpPeer(socket);
  }

  /** Sends; what the other end no longer wants is lost. */
  public void send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    } catch (IOException e) {
      // The other end tells by closing.
    }
  }

  /** Says that nothing more will be sent. */
  public void end() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // The other end has gone already.
    }
  }

  /** Waits until what was received is as wanted, or the end; returns all that was received. */
  public String await(Predicate<String> wanted) {
    while (!wanted.test(received())) {
      if (!more()) {
        return received();
      }
    }
    return received();
  }

  /** Waits until a text was received, or the end; returns all that was received. */
  public String await(String text) {
    return await(all -> all.contains(text));
  }

  /** Waits for the end; returns all that was received. */
  public String awaitEnd() {
    return await(all -> false);
  }

  private boolean more() {
    byte[] buffer = new byte[65_536];
    try {
      int size = socket.getInputStream().read(buffer);
      if (size < 0) {
        return false;
      }
      received.write(buffer, 0, size);
      return true;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing more came; so far: " + received(), e);
    } catch (IOException e) {
      return false;
    }
  }

  private String received() {
    return received.toString(ISO_8859_1);
  }

  /** Closes such that the other end sees a reset. */
  public void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }

  /** Closes the connection, in the midst of a test. */
  public void leave() {
    close();
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
