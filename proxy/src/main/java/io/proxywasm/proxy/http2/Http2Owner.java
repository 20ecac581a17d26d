package io.proxywasm.proxy.http2;

/** Who has a {@link Http2Link}. Called on its loop. */
public interface Http2Owner {
  /** A client opens a stream; only asked on the server's side. */
  Http2Peer accept();

  /** The connection is there. */
  default void active() {}

  /** So many bytes came. */
  default void received(int bytes) {}

  /** A stream is over. */
  default void streamClosed() {}

  /** The other side wants no new streams. */
  default void goAway() {}

  /** The other side has said what it takes. */
  default void settingsChanged() {}

  /** The other side does not speak HTTP/2 as it should; the connection will be closed. */
  default void protocolError(String message) {}

  /** The connection is closed. */
  void closed();
}
