package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.VmContext;

/** Plugins that start, or do not. */
public final class StartPlugins {
  private StartPlugins() {}

  private static final class Stream extends HttpContext {
    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      headers.set("by", "plugin");
      return Action.CONTINUE;
    }
  }

  /** Does what its configuration says. */
  public static final class Configured extends PluginContext {
    private String text = "";

    public static void main(String[] args) {
      Log.info("in main");
      ProxyWasm.vm(new Vm());
    }

    @Override
    public boolean onConfigure(Bytes configuration) {
      text = configuration.utf8();
      Log.info("configured with <" + text + ">");
      if (text.equals("throw")) {
        throw new IllegalArgumentException("cannot use \"" + text + "\"");
      }
      return !text.equals("refuse");
    }

    @Override
    public HttpContext createHttpContext() {
      return new HttpContext() {
        @Override
        public Action onResponseHeaders(Headers headers, boolean endOfStream) {
          headers.set("configuration", text);
          headers.set("vm-configuration", Vm.text);
          return Action.CONTINUE;
        }
      };
    }

    private static final class Vm extends VmContext {
      private static String text = "";

      @Override
      public boolean onStart(Bytes configuration) {
        text = configuration.utf8();
        Log.info("started with <" + text + ">");
        if (text.equals("throw")) {
          throw new IllegalArgumentException("cannot start with \"" + text + "\"");
        }
        return !text.equals("refuse");
      }

      @Override
      public PluginContext createPluginContext() {
        if (text.equals("no-plugin")) {
          throw new IllegalStateException("no plugin here");
        }
        return new Configured();
      }
    }
  }

  /** Throws in main. */
  public static final class MainThrows {
    private MainThrows() {}

    public static void main(String[] args) {
      ProxyWasm.http(Stream::new);
      throw new IllegalStateException("thrown in main");
    }
  }

  /** Makes two plugins. */
  public static final class MainMakesTwo {
    private MainMakesTwo() {}

    public static void main(String[] args) {
      ProxyWasm.http(Stream::new);
      ProxyWasm.http(Stream::new);
    }
  }

  /** Calls the host in main. */
  public static final class MainHostcall {
    private MainHostcall() {}

    public static void main(String[] args) {
      Metrics.counter("too-early").increment();
      ProxyWasm.http(Stream::new);
    }
  }

  /** Throws in a static initializer. */
  @SuppressWarnings("UnnecessaryLambda")
  public static final class StaticThrows extends HttpContext {
    private static final int NUMBER = Integer.parseInt("no number");

    public static void main(String[] args) {
      ProxyWasm.http(StaticThrows::new);
      Log.info("number " + NUMBER);
    }
  }

  /** Calls the host in a static initializer. */
  public static final class StaticHostcall extends HttpContext {
    private static final io.proxywasm.sdk.Counter COUNTER = Metrics.counter("too-early");

    public static void main(String[] args) {
      ProxyWasm.http(StaticHostcall::new);
    }

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      COUNTER.increment();
      return Action.CONTINUE;
    }
  }
}
