package io.proxywasm.sdk;

import java.util.function.Supplier;

/**
 * Where a plugin says what it is, in its {@code main}: exactly one of {@link #http}, {@link #tcp},
 * {@link #plugin} and {@link #vm}, or {@link #plugin(String, Supplier)} for each of several.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   ProxyWasm.http(HeaderAuth::new);
 * }
 * }</pre>
 *
 * <p>{@code main} and static initializers run before the VM starts: there the ABI allows logging,
 * time and randomness, nothing else.
 */
@Cold
public final class ProxyWasm {
  private ProxyWasm() {}

  /** Makes a context of this kind for each HTTP stream. */
  public static void http(Supplier<? extends HttpContext> context) {
    plugin(() -> new HttpOnlyPlugin(context));
  }

  /** Makes a context of this kind for each TCP connection. */
  public static void tcp(Supplier<? extends TcpContext> context) {
    plugin(() -> new TcpOnlyPlugin(context));
  }

  /**
   * Makes a context of this kind for each configured plugin that has this {@code root_id}. A module
   * can hold several plugins so, which can share a VM (the same {@code vm_id} and configuration of
   * the VM). A {@code root_id} that the module does not have is refused, with a message that names
   * those that it has.
   *
   * @throws IllegalStateException if there is one of this id, or a plugin without an id, already
   */
  public static void plugin(String rootId, Supplier<? extends PluginContext> context) {
    PluginsById plugins = PluginsById.instance;
    if (plugins == null) {
      plugins = new PluginsById();
      vm(plugins);
      PluginsById.instance = plugins;
    }
    plugins.add(rootId, context);
  }

  /** Makes a context of this kind for each configured plugin; it makes those of the streams. */
  public static void plugin(Supplier<? extends PluginContext> context) {
    vm(new PluginOnlyVm(context));
  }

  /**
   * Sets the context of the VM, which makes those of the plugins.
   *
   * @throws IllegalStateException if there is one already
   */
  public static void vm(VmContext context) {
    if (Contexts.vm != null) {
      throw new IllegalStateException("main made a plugin already");
    }
    Contexts.vm = context;
  }

  private static final class HttpOnlyPlugin extends PluginContext {
    private final Supplier<? extends HttpContext> context;

    HttpOnlyPlugin(Supplier<? extends HttpContext> context) {
      this.context = context;
    }

    @Override
    public HttpContext createHttpContext() {
      return context.get();
    }
  }

  private static final class TcpOnlyPlugin extends PluginContext {
    private final Supplier<? extends TcpContext> context;

    TcpOnlyPlugin(Supplier<? extends TcpContext> context) {
      this.context = context;
    }

    @Override
    public TcpContext createTcpContext() {
      return context.get();
    }
  }

  private static final class PluginOnlyVm extends VmContext {
    private final Supplier<? extends PluginContext> context;

    PluginOnlyVm(Supplier<? extends PluginContext> context) {
      this.context = context;
    }

    @Override
    public PluginContext createPluginContext() {
      return context.get();
    }
  }
}
