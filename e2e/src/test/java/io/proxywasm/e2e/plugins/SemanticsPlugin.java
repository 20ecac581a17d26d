package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Does what Java throws for, and what Wasm would trap at, as the header {@code case} says. */
@SuppressWarnings({
  "NullAway",
  "unused",
  "ModifyCollectionInEnhancedForLoop",
  "StatementSwitchToExpressionSwitch"
}) // The faults are the purpose.
public final class SemanticsPlugin extends HttpContext {
  private static final int[] TWO = new int[2];
  private static final Object TEXT = "s";
  private static final Object[] TEXTS = new String[1];
  private static final Object NOTHING = null;
  private int zero;

  public static void main(String[] args) {
    ProxyWasm.http(SemanticsPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    zero = headers.get("zero", "").length();
    headers.set("result", run(headers.get("case", "")));
    return Action.CONTINUE;
  }

  private String run(String name) {
    long longZero = zero;
    switch (name) {
      case "null":
        return NOTHING.toString();
      case "null-field":
        return "" + ((SemanticsPlugin) NOTHING).zero;
      case "null-array":
        return "" + ((int[]) NOTHING)[zero];
      case "null-length":
        return "" + ((int[]) NOTHING).length;
      case "index":
        return "" + TWO[zero + 2];
      case "index-negative":
        TWO[zero - 1] = 5;
        return "";
      case "cast":
        return "" + ((Integer) TEXT + 1);
      case "int-division":
        return "" + 1 / zero;
      case "int-remainder":
        return "" + 1 % zero;
      case "long-division":
        return "" + 1 / longZero;
      case "long-remainder":
        return "" + 1 % longZero;
      case "min-value":
        return Integer.MIN_VALUE / (zero - 1)
            + " "
            + Integer.MIN_VALUE % (zero - 1)
            + " "
            + Long.MIN_VALUE / (longZero - 1)
            + " "
            + Long.MIN_VALUE % (longZero - 1);
      case "float-to-int":
        return (int) (Float.NaN + zero)
            + " "
            + (int) (1e20 + zero)
            + " "
            + (long) (-1e30 + zero)
            + " "
            + (byte) (300.7 + zero);
      case "shift":
        return (1 << 33 + zero) + " " + (-1 >>> 28 + zero) + " " + (1L << 65 + zero);
      case "array-size":
        return "" + new int[zero - 1].length;
      case "array-size-2":
        return "" + new int[2][zero - 3].length;
      case "store":
        TEXTS[zero] = 1;
        return "";
      case "number":
        return "" + Integer.parseInt("x1");
      case "own":
        throw new OwnException("of my own", new IllegalStateException("the cause"));
      case "modification":
        List<Integer> list = new ArrayList<>(List.of(1, 2));
        for (Integer element : list) {
          list.add(element);
        }
        return "";
      case "substring":
        return "abc".substring(zero + 7);
      case "no-element":
        return Optional.<String>empty().orElseThrow();
      case "error":
        throw new AssertionError("an error");
      case "caught":
        return caught();
      default:
        return platform(name);
    }
  }

  private String caught() {
    StringBuilder seen = new StringBuilder();
    for (String name :
        new String[] {
          "null",
          "index",
          "cast",
          "int-division",
          "long-remainder",
          "array-size",
          "store",
          "number",
          "modification"
        }) {
      try {
        String unused = run(name);
        seen.append("nothing ");
      } catch (RuntimeException e) {
        seen.append(e.getClass().getSimpleName()).append(' ');
      }
    }
    return seen.toString().trim();
  }

  private static String platform(String name) {
    switch (name) {
      case "time":
        return System.currentTimeMillis() + " " + System.nanoTime() + " " + Instant.now();
      case "random":
        return new Random().nextLong()
            + " "
            + new SecureRandom().nextLong()
            + " "
            + Math.random()
            + " "
            + UUID.randomUUID();
      case "print":
        System.out.println("a line of out");
        Log.info("log \u00e4\u20ac");
        System.out.print("of ");
        System.out.print(2);
        System.out.println(" parts, \u00e4\u20ac");
        System.err.printf("a line of %s %d\n", "err", 5);
        return "printed";
      case "trace":
        new OwnException("only printed", null).printStackTrace();
        return "printed";
      default:
        Log.info("served " + name);
        return "fine";
    }
  }

  /** An exception of the plugin's own. */
  static final class OwnException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OwnException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
