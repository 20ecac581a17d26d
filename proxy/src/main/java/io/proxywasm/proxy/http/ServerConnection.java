package io.proxywasm.proxy.http;

import io.netty.channel.Channel;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.proxy.config.HttpTimeouts;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client's connection that carries HTTP. Used on one loop. */
public abstract class ServerConnection {
  private final HttpManager manager;
  private final NettyEventLoop loop;
  private final ConnectionInfo info;
  private final Channel channel;
  private final LoopTimers.Timer idleTimer =
      new LoopTimers.Timer() {
        @Override
        protected void fire() {
          manager.stats().idleTimeouts.increment();
          drain();
        }
      };
  private final LoopTimers.Timer lifeTimer =
      new LoopTimers.Timer() {
        @Override
        protected void fire() {
          manager.stats().maxDurationReached.increment();
          drain();
        }
      };
  private boolean open = true;

  ServerConnection(HttpManager manager, NettyEventLoop loop, ConnectionInfo info, Channel channel) {
    this.manager = manager;
    this.loop = loop;
    this.info = info;
    this.channel = channel;
    manager.stats().connections.increment();
    manager.stats().activeConnections.add(1);
    HttpTimeouts timeouts = manager.config().timeouts();
    timeouts
        .maxConnectionDuration()
        .ifPresent(life -> loop.timers().start(lifeTimer, life.toNanos()));
    startIdleTimer();
  }

  HttpManager manager() {
    return manager;
  }

  NettyEventLoop loop() {
    return loop;
  }

  ConnectionInfo info() {
    return info;
  }

  boolean isTls() {
    return info.tls() != null;
  }

  @Nullable InetSocketAddress remoteAddress() {
    return channel.remoteAddress() instanceof InetSocketAddress inet ? inet : null;
  }

  int localPort() {
    return info.destinationPort();
  }

  final void startIdleTimer() {
    Optional<Duration> idle = manager.config().timeouts().idle();
    if (idle.isPresent()) {
      loop.timers().start(idleTimer, idle.get().toNanos());
    }
  }

  final void stopIdleTimer() {
    idleTimer.stop();
  }

  /** To be called when the channel is closed. */
  final void ended() {
    if (open) {
      open = false;
      idleTimer.stop();
      lifeTimer.stop();
      manager.stats().activeConnections.add(-1);
      manager.stats().destroyedConnections.increment();
    }
  }

  /** Takes no new requests, and closes when the last one is answered. */
  public abstract void drain();
}
