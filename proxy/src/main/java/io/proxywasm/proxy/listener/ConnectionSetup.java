package io.proxywasm.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.TlsInfo;
import io.proxywasm.proxy.http.HttpManager;
import io.proxywasm.proxy.http.HttpPipeline;
import io.proxywasm.proxy.net.LoopTimers;
import io.proxywasm.proxy.net.NettyEventLoop;
import io.proxywasm.proxy.tcp.NetworkFilters;
import io.proxywasm.proxy.tcp.TcpExtension;
import io.proxywasm.proxy.tcp.TcpManager;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/** Fills the pipeline of one connection, as its filter chain says. Used on its loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails is closed: that is heard.
final class ConnectionSetup {
  private final ServedListener listener;
  private final NettyEventLoop loop;
  private final ConnectionInfo info;
  private final OpenConnection open;

  ConnectionSetup(
      ServedListener listener, NettyEventLoop loop, ConnectionInfo info, OpenConnection open) {
    this.listener = listener;
    this.loop = loop;
    this.info = info;
    this.open = open;
  }

  LoopTimers timers() {
    return loop.timers();
  }

  /**
   * Chooses the filter chain and adds its handlers.
   *
   * @param hello what the client said; null when nobody has listened
   */
  void choose(ChannelPipeline pipeline, boolean isTls, @Nullable ClientHello hello) {
    ServedChain chain = listener.choose(isTls, hello);
    if (chain == null) {
      listener.stats().noFilterChain.increment();
      info.setTerminationDetails("filter_chain_not_found");
      pipeline.channel().close();
      return;
    }
    info.setFilterChainName(chain.config().name());
    if (hello != null) {
      info.setRequestedServerName(hello.serverName());
    }
    if (chain.tls() == null) {
      serve(pipeline, chain, null);
      return;
    }
    SslHandler ssl = chain.tls().newHandler(pipeline.channel().alloc());
    chain
        .config()
        .transportSocketConnectTimeout()
        .map(Duration::toMillis)
        .ifPresent(ssl::setHandshakeTimeoutMillis);
    pipeline.addLast(ssl, new Handshake(chain, ssl));
  }

  private void serve(ChannelPipeline pipeline, ServedChain chain, @Nullable String alpn) {
    HttpManager http = chain.http();
    TcpManager tcp = chain.tcp();
    if (http != null) {
      TcpExtension network = chain.network();
      if (network != null) {
        pipeline.addLast(NetworkFilters.handler(network, loop, info));
      }
      open.manager(http);
      HttpPipeline.add(pipeline, http, loop, info, alpn, open::http);
    } else if (tcp != null) {
      pipeline.addLast(tcp.newHandler(loop, info, pipeline.channel()));
    }
  }

  /** Waits until TLS has agreed. */
  private final class Handshake extends ChannelInboundHandlerAdapter {
    private final ServedChain chain;
    private final SslHandler ssl;

    Handshake(ServedChain chain, SslHandler ssl) {
      this.chain = chain;
      this.ssl = ssl;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (!(event instanceof SslHandshakeCompletionEvent completion)) {
        context.fireUserEventTriggered(event);
        return;
      }
      if (completion.isSuccess()) {
        listener.stats().handshakes.increment();
        info.setTls(TlsInfo.of(ssl.engine().getSession()));
        if (info.requestedServerName().isEmpty()) {
          info.setRequestedServerName(serverName());
        }
        serve(context.pipeline(), chain, ssl.applicationProtocol());
        context.pipeline().remove(this);
      } else {
        listener.stats().tlsErrors.increment();
        info.setTransportFailureReason("TLS_error:" + completion.cause().getMessage());
        context.close();
      }
    }

    private String serverName() {
      if (ssl.engine().getSession() instanceof ExtendedSSLSession session) {
        List<SNIServerName> names = session.getRequestedServerNames();
        for (SNIServerName name : names) {
          if (name instanceof SNIHostName host) {
            return host.getAsciiName();
          }
        }
      }
      return "";
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close(); // The event has told it.
    }
  }
}
