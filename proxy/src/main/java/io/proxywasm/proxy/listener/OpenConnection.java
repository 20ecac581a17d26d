package io.proxywasm.proxy.listener;

import io.netty.channel.Channel;
import io.proxywasm.proxy.http.HttpManager;
import io.proxywasm.proxy.http.ServerConnection;
import org.jspecify.annotations.Nullable;

/** A client's connection, as its listener knows it. */
final class OpenConnection {
  final Channel channel;
  private volatile @Nullable ServerConnection http;
  private volatile @Nullable HttpManager manager;
  private volatile boolean leaving;

  OpenConnection(Channel channel) {
    this.channel = channel;
  }

  void http(ServerConnection connection) {
    http = connection;
  }

  /** What serves its HTTP; null when it carries none, or nothing yet. */
  @Nullable HttpManager manager() {
    return manager;
  }

  void manager(HttpManager value) {
    manager = value;
  }

  /** Closes it at once, also when streams are on it. */
  void close() {
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.unsafe().voidPromise()));
  }

  /** Asks the client to go, as far as the protocol has words for that. */
  void drain() {
    leaving = true;
    channel
        .eventLoop()
        .execute(
            () -> {
              ServerConnection connection = http;
              if (connection != null) {
                connection.drain();
              }
            });
  }

  /** Whether it carries HTTP, and its client was asked to go. */
  boolean isLeaving() {
    return leaving && manager != null;
  }
}
