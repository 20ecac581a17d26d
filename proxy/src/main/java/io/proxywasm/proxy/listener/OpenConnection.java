package io.proxywasm.proxy.listener;

import io.netty.channel.Channel;
import io.proxywasm.proxy.http.ServerConnection;
import org.jspecify.annotations.Nullable;

/** A client's connection, as its listener knows it. */
final class OpenConnection {
  final Channel channel;
  private volatile @Nullable ServerConnection http;

  OpenConnection(Channel channel) {
    this.channel = channel;
  }

  void http(ServerConnection connection) {
    http = connection;
  }

  /** Asks the client to go, as far as the protocol has words for that. */
  void drain() {
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
}
