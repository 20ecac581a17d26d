package io.proxywasm.bench.soak;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client's connection; used by its event loop, if not said otherwise. */
abstract class Connection implements AutoCloseable {
  static final int PATIENCE_SECONDS = 60;

  /** The VM that saw the last good request. */
  String vm = "";

  abstract Channel channel();

  /** Sends a request; its answer comes once, later. */
  abstract void send(Ask ask, Consumer<Answer> then);

  final boolean isOpen() {
    return channel().isActive();
  }

  /** Sends a request and waits; called by other threads. */
  final Answer ask(Ask ask) {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    channel().eventLoop().execute(() -> send(ask, future::complete));
    return future
        .completeOnTimeout(Answer.failed("no response in time"), PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public void close() {
    ChannelFuture closing = channel().close();
    if (!channel().eventLoop().inEventLoop()) {
      closing.syncUninterruptibly();
    }
  }
}
