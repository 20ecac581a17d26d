package io.proxywasm.sdk;

import java.util.function.Supplier;

/**
 * Where a plugin says what it is, in its {@code main}: exactly one of {@link #http}, {@link
 * #plugin} and {@link #vm}.
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
