package io.proxywasm.testkit;

import io.proxywasm.host.Buffer;
import io.proxywasm.host.HeapBuffer;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.TcpFilterChain;
import io.proxywasm.host.TcpFilters;

/** A connection through the host of this JVM. */
final class LocalTcpLink implements TcpLink, TcpFilterChain.Connection {
  private final TcpExchange exchange;
  private final TcpFilterChain chain;
  private final VirtualLoop loop;
  private boolean closed;

  LocalTcpLink(TcpExchange exchange, TcpFilters filters, StreamInfo info, VirtualLoop loop) {
    this.exchange = exchange;
    this.loop = loop;
    this.chain = filters.newConnection(info, this);
  }

  void start() {
    loop.now(chain::connected);
  }

  @Override
  public void clientData(byte[] bytes, boolean end) {
    loop.now(() -> chain.downstreamData(new HeapBuffer(bytes), end));
  }

  @Override
  public void upstreamData(byte[] bytes, boolean end) {
    loop.now(() -> chain.upstreamData(new HeapBuffer(bytes), end));
  }

  @Override
  public void close() {
    loop.now(() -> close(true));
  }

  private void close(boolean remote) {
    if (!closed) {
      closed = true;
      chain.downstreamClosed(remote);
      chain.close();
    }
  }

  @Override
  public void connectUpstream() {
    exchange.onConnected();
  }

  @Override
  public void toUpstream(Buffer data, boolean endOfStream) {
    exchange.toUpstream(data.toByteArray(), endOfStream);
    data.release();
  }

  @Override
  public void toDownstream(Buffer data, boolean endOfStream) {
    exchange.toClient(data.toByteArray(), endOfStream);
    data.release();
  }

  @Override
  public void closeDownstream(String details) {
    exchange.onClosedByPlugin(details);
    close(false);
  }
}
