package io.proxywasm.javaguest.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.VmContext;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plugins that need different callbacks. */
public final class CallbackPlugins {
  private CallbackPlugins() {}

  /** Overrides nothing. */
  public static final class None extends HttpContext {
    public static void main(String[] args) {
      ProxyWasm.http(None::new);
    }
  }

  /** Overrides two; others are overridden nearby. */
  public static final class Two extends HttpContext {
    public static void main(String[] args) {
      ProxyWasm.http(Two::new);
    }

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      return Action.CONTINUE;
    }

    @Override
    public void onLog() {}
  }

  /** What a plugin inherits from. */
  public abstract static class Base extends HttpContext {
    @Override
    public Action onResponseTrailers(Headers trailers) {
      return Action.CONTINUE;
    }

    /** Not called by all. */
    protected Action ask(String cluster) {
      return httpCall(cluster).get("/").send(response -> {});
    }
  }

  /** Inherits one, and does not ask. */
  public static final class Inherits extends Base {
    public static void main(String[] args) {
      ProxyWasm.http(Inherits::new);
    }
  }

  /** Inherits one, and asks, from a method that it inherits in a callback. */
  public static final class Asks extends Base {
    public static void main(String[] args) {
      ProxyWasm.http(Asks::new);
    }

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      Supplier<Action> asking = () -> ask("c");
      return asking.get();
    }
  }

  /** Takes the whole body by a method reference. */
  public static final class WholeBody extends HttpContext {
    public static void main(String[] args) {
      ProxyWasm.http(WholeBody::new);
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      Consumer<Consumer<Body>> whole = this::wholeResponseBody;
      whole.accept(body -> body.append("!"));
      return Action.CONTINUE;
    }
  }

  /** All three levels. */
  public static final class Levels extends VmContext {
    public static void main(String[] args) {
      ProxyWasm.vm(new Levels());
    }

    @Override
    public PluginContext createPluginContext() {
      return new PluginContext() {
        @Override
        public boolean onConfigure(Bytes configuration) {
          setTickPeriod(10);
          return true;
        }

        @Override
        public void onTick() {
          httpCall("c").get("/").send(response -> {});
        }

        @Override
        public HttpContext createHttpContext() {
          return new HttpContext() {
            @Override
            public void onDone() {}
          };
        }
      };
    }
  }

  /** Chooses its context by a switch of factories behind an interface. */
  public static final class Chosen extends PluginContext {
    private interface Factory {
      HttpContext make();
    }

    private static final class OfBodies implements Factory {
      @Override
      public HttpContext make() {
        return new HttpContext() {
          @Override
          public Action onRequestBody(Body body, boolean endOfStream) {
            return Action.CONTINUE;
          }
        };
      }
    }

    private static final class NeverMade implements Factory {
      @Override
      public HttpContext make() {
        return new HttpContext() {
          @Override
          public Action onRequestTrailers(Headers trailers) {
            return Action.CONTINUE;
          }
        };
      }
    }

    private Factory factory = new OfBodies();

    public static void main(String[] args) {
      ProxyWasm.plugin(Chosen::new);
    }

    @Override
    public HttpContext createHttpContext() {
      return factory.make();
    }

    void never() {
      factory = new NeverMade();
    }
  }
}
