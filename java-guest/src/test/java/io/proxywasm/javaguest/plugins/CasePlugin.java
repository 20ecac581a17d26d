package io.proxywasm.javaguest.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Clock;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Does what the header {@code case} says. */
@SuppressWarnings({
  "InfiniteRecursion",
  "EmptyCatch",
  "CatchAndPrintStackTrace",
  "JavaUtilDate",
  "StringCaseLocaleUsage",
  "JavaTimeDefaultTimeZone",
  "NullAway",
  "WaitNotInLoop",
  "ThreadPriorityCheck",
  "SynchronizeOnNonFinalField",
  "TimeInStaticInitializer",
  "CatchingUnchecked",
  "StreamResourceLeak"
}) // The faults are the purpose.
public final class CasePlugin extends HttpContext {
  private static int requests;
  private static @Nullable Bytes kept;
  private static int sink;

  public static void main(String[] args) {
    ProxyWasm.http(CasePlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    requests++;
    String name = headers.get("case", "");
    switch (name) {
      case "count" -> Log.info("request " + requests);
      case "keep" -> kept = Bytes.utf8("kept");
      case "use-kept" -> Log.info(kept.utf8());
      case "throw" -> throw new IllegalStateException("thrown");
      case "print" -> print();
      case "time" -> time();
      case "environment" ->
          Log.info(
              System.getenv("PATH")
                  + System.getenv()
                  + System.lineSeparator().length()
                  + Optional.of("PATH").map(System::getenv).isPresent());
      case "language" ->
          Log.info(
              "title".toUpperCase()
                  + Stream.of("TITLE").map(String::toLowerCase).toList()
                  + String.format(" %.1f", 1.5)
                  + " %.1f ".formatted(2.5)
                  + Locale.getDefault());
      case "assert" -> {
        assert requests == 0 : "asserted";
      }
      case "exit" -> System.exit(3);
      case "halt" -> Runtime.getRuntime().halt(3);
      case "trace" -> new OwnException("only printed").printStackTrace();
      case "overflow" -> sink = overflow(1);
      case "caught-overflow" -> {
        try {
          sink = overflow(1);
        } catch (StackOverflowError caught) {
          Log.info("caught");
        }
      }
      case "memory" -> sink = new int[Integer.MAX_VALUE].length;
      case "loader" ->
          Log.info(
              visible("io.proxywasm.host.guest.Guest")
                  + " "
                  + visible("io.proxywasm.host.Host")
                  + " "
                  + visible("io.proxywasm.javaguest.JavaPlugin")
                  + " "
                  + visible("java.util.logging.Logger")
                  + " "
                  + CasePlugin.class.getProtectionDomain().getCodeSource().getLocation().getPath());
      default -> loop(name);
    }
    return Action.CONTINUE;
  }

  private static boolean visible(String type) {
    try {
      Class.forName(type);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void print() {
    System.out.print("a line ");
    System.out.println("of out, \u00e4\u20ac");
    System.err.printf("a line of err %d%n", 5);
    System.out.println();
    System.setOut(System.err);
    System.out.println("of another");
    System.out.print("not ended");
  }

  private static void time() {
    LongSupplier nanos = System::nanoTime;
    Supplier<Instant> now = Instant::now;
    Log.info(
        Clock.nanoseconds()
            + " "
            + System.currentTimeMillis()
            + " "
            + nanos.getAsLong()
            + " "
            + now.get()
            + " "
            + LocalDate.now()
            + " "
            + ZonedDateTime.now(ZoneOffset.ofHours(1))
            + " "
            + new Date().getTime()
            + " "
            + java.time.Clock.systemUTC().instant());
  }

  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  @SuppressWarnings("StatementSwitchToExpressionSwitch")
  private static void loop(String name) {
    Log.info("begin " + name);
    switch (name) {
      case "for":
        for (; ; ) {
          sink++;
        }
      case "empty":
        while (true) {}
      case "do":
        do {
          sink += 2;
        } while (sink != 1);
        return;
      case "continue":
        for (int i = 0; ; i++) {
          if (i % 3 == 0) {
            continue;
          }
          sink += i;
        }
      case "switch":
        while (true) {
          switch (sink++ & 3) {
            case 0:
              continue;
            case 1:
              sink += 4;
              continue;
            default:
              sink += 8;
          }
        }
      case "catching":
        while (true) {
          try {
            sink++;
            while (true) {
              sink++;
            }
          } catch (Throwable caught) {
            Log.info("caught " + caught);
          }
        }
      case "catching-errors":
        while (true) {
          try {
            while (true) {
              sink++;
            }
          } catch (RuntimeException | Error caught) {
            Log.info("caught " + caught);
          }
        }
      case "finally":
        while (true) {
          try {
            while (true) {
              sink++;
            }
          } finally {
            sink = 0;
          }
        }
      case "throwing":
        while (true) {
          try {
            throw new IllegalStateException();
          } catch (IllegalStateException caught) {
            sink++;
          }
        }
      case "synchronized":
        synchronized (CasePlugin.class) {
          while (true) {
            sink++;
          }
        }
      case "lambda":
        Stream.generate(() -> 1).forEach(one -> {});
        return;
      case "recursion":
        while (true) {
          sink += fibonacci(40);
        }
      case "initializer":
        sink = EndlessInitializer.value;
        return;
      case "sleep":
        while (true) {
          try {
            Thread.sleep(100_000);
          } catch (InterruptedException caught) {
            sink++;
          }
        }
      case "sleep-once":
        try {
          Thread.sleep(100_000);
        } catch (InterruptedException caught) {
          sink++;
        }
        return;
      case "hostcall":
        while (true) {
          Log.trace("again");
        }
      default:
        throw new IllegalArgumentException("case " + name);
    }
  }

  private static int fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  private static final class EndlessInitializer {
    static int value;

    static {
      while (sink != -1) {
        value++;
        sink = value & 1023;
      }
    }
  }

  private static final class OwnException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OwnException(String message) {
      super(message);
    }
  }
}
