package io.proxywasm.javaguest.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Clock;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.Metrics;
import io.proxywasm.sdk.ProxyWasm;

/** Plugins that start, or do not. */
public final class StartPlugins {
  private StartPlugins() {}

  /** Does in main what is allowed there. */
  public static final class Allowed extends HttpContext {
    public static void main(String[] args) {
      Log.info("main with " + args.length);
      System.out.println("printed in main");
      ProxyWasm.http(Allowed::new);
    }
  }

  /** Asks for the time in main, and would not hear of a refusal. */
  public static final class EarlyTime extends HttpContext {
    @SuppressWarnings("EmptyCatch")
    public static void main(String[] args) {
      ProxyWasm.http(EarlyTime::new);
      try {
        Log.info("at " + Clock.nanoseconds());
      } catch (Throwable refused) {
        Log.info("refused");
      }
    }
  }

  /** Has a main without arguments, which is not public. */
  @SuppressWarnings("IncorrectMainMethod")
  static final class Plain extends HttpContext {
    static void main() {
      Log.info("short main");
      ProxyWasm.http(Plain::new);
    }
  }

  /** Calls the host too early. */
  public static final class Early {
    private Early() {}

    public static void main(String[] args) {
      Metrics.counter("early").increment();
    }
  }

  /** Does it in a static initializer. */
  public static final class EarlyStatic {
    static final int NUMBER = Integer.parseInt("none");

    private EarlyStatic() {}

    public static void main(String[] args) {
      Log.info("never " + NUMBER);
    }
  }

  /** Never comes to an end. */
  public static final class Endless {
    private Endless() {}

    public static void main(String[] args) {
      Log.info("begin main");
      while (true) {}
    }
  }

  /** Makes no plugin. */
  public static final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {}
  }

  /** Has a main that is none. */
  @SuppressWarnings("IncorrectMainMethod")
  public static final class NoMain extends HttpContext {
    public void main(String[] args) {}

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      return Action.PAUSE;
    }
  }
}
