package io.proxywasm.bench.jmh;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import io.roastedroot.proxywasm.LogHandler;
import io.roastedroot.proxywasm.PluginFactory;
import io.roastedroot.proxywasm.SimpleMetricsHandler;
import io.roastedroot.proxywasm.internal.HttpContext;
import io.roastedroot.proxywasm.internal.HttpRequestAdaptor;
import io.roastedroot.proxywasm.internal.Plugin;
import io.roastedroot.proxywasm.internal.PluginHttpContext;
import io.roastedroot.proxywasm.internal.ProxyMap;
import io.roastedroot.proxywasm.internal.ServerAdaptor;
import io.roastedroot.proxywasm.internal.WasmResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other Java host, as its own server adaptors use it. */
final class PeerHost {
  private final PluginFactory factory;
  private final @Nullable Plugin shared;

  /**
   * Makes it.
   *
   * @param best whether it compiles and shares one VM behind a lock, or is left as it comes: the
   *     interpreter, and a VM per request
   */
  PeerHost(String plugin, boolean best) {
    WasmModule module = Parser.parse(Modules.directory().resolve(plugin + ".wasm").toFile());
    PluginFactory.Builder builder =
        PluginFactory.builder(module)
            .withLogger(LogHandler.DEFAULT)
            .withName("bench")
            .withProperty(List.of("plugin_root_id"), "bench")
            .withMetricsHandler(new SimpleMetricsHandler());
    if (best) {
      builder.withMachineFactory(MachineFactoryCompiler.compile(module));
    }
    factory = builder.withShared(best).build();
    shared = best ? create() : null;
  }

  private Plugin create() {
    try {
      Plugin plugin = (Plugin) factory.create();
      plugin.setServerAdaptor(NoServer.INSTANCE);
      return plugin;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  int request(ProxyMap request, ProxyMap response) {
    Plugin plugin = shared == null ? create() : shared;
    plugin.lock();
    try {
      PluginHttpContext stream = plugin.createHttpContext(new Request(request, response));
      HttpContext context = stream.context();
      int seen = 0;
      if (context.hasOnRequestHeaders()) {
        seen += context.callOnRequestHeaders(true).ordinal();
      }
      if (context.hasOnResponseHeaders()) {
        seen += context.callOnResponseHeaders(true).ordinal();
      }
      context.close();
      return seen + request.size() + response.size();
    } finally {
      plugin.unlock();
      if (shared == null) {
        plugin.close();
      }
    }
  }

  private record Request(ProxyMap request, ProxyMap response) implements HttpRequestAdaptor {
    @Override
    public String remoteAddress() {
      return "10.0.0.1";
    }

    @Override
    public int remotePort() {
      return 1000;
    }

    @Override
    public String localAddress() {
      return "10.0.0.2";
    }

    @Override
    public int localPort() {
      return 80;
    }

    @Override
    public String protocol() {
      return "HTTP/1.1";
    }

    @Override
    public ProxyMap getHttpRequestHeaders() {
      return request;
    }

    @Override
    public @Nullable ProxyMap getHttpRequestTrailers() {
      return null;
    }

    @Override
    public ProxyMap getHttpResponseHeaders() {
      return response;
    }

    @Override
    public @Nullable ProxyMap getHttpResponseTrailers() {
      return null;
    }

    @Override
    public @Nullable ProxyMap getGrpcReceiveInitialMetaData() {
      return null;
    }

    @Override
    public @Nullable ProxyMap getGrpcReceiveTrailerMetaData() {
      return null;
    }

    @Override
    public byte @Nullable [] getProperty(PluginHttpContext context, List<String> path) {
      return null;
    }

    @Override
    public WasmResult setProperty(PluginHttpContext context, List<String> path, byte[] value) {
      return WasmResult.OK;
    }
  }

  private static final class NoServer implements ServerAdaptor {
    private static final NoServer INSTANCE = new NoServer();

    @Override
    public Runnable scheduleTick(long delay, Runnable task) {
      return () -> {};
    }

    @Override
    public @Nullable HttpRequestAdaptor httpRequestAdaptor(Object request) {
      return null;
    }
  }
}
