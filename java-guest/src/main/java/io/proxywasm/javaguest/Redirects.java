package io.proxywasm.javaguest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways to the outside that lead elsewhere in a VM: what calls what of {@code Platform}. */
final class Redirects {
  static final String PLATFORM = Inside.PACKAGE.replace('.', '/') + "Platform";

  /** A static method of {@code Platform}. */
  record Target(String name, String descriptor) {}

  private static final Map<String, Target> STATIC_CALLS = new HashMap<>();
  private static final Map<String, Target> VIRTUAL_CALLS = new HashMap<>();
  private static final Map<String, Target> FIELDS = new HashMap<>();

  static {
    redirect("java/lang/System.currentTimeMillis()J", "currentTimeMillis");
    redirect("java/lang/System.nanoTime()J", "nanoTime");
    redirect("java/lang/System.getenv(Ljava/lang/String;)Ljava/lang/String;", "getenv");
    redirect("java/lang/System.getenv()Ljava/util/Map;", "getenv");
    redirect("java/lang/System.lineSeparator()Ljava/lang/String;", "lineSeparator");
    redirect("java/lang/System.exit(I)V", "exit");
    redirect("java/lang/System.setOut(Ljava/io/PrintStream;)V", "setOut");
    redirect("java/lang/System.setErr(Ljava/io/PrintStream;)V", "setErr");
    redirect("java/util/Locale.getDefault()Ljava/util/Locale;", "locale");
    redirect(
        "java/lang/String.format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;",
        "format");
    redirect("java/time/Instant.now()Ljava/time/Instant;", "now");
    redirect("java/time/Clock.systemUTC()Ljava/time/Clock;", "clock");
    redirect("java/time/Clock.systemDefaultZone()Ljava/time/Clock;", "clock");
    redirect("java/time/Clock.system(Ljava/time/ZoneId;)Ljava/time/Clock;", "clock");
    redirectVirtual("java/lang/Runtime.exit(I)V", "exit");
    redirectVirtual("java/lang/Runtime.halt(I)V", "exit");
    redirectVirtual("java/lang/String.toUpperCase()Ljava/lang/String;", "toUpperCase");
    redirectVirtual("java/lang/String.toLowerCase()Ljava/lang/String;", "toLowerCase");
    redirectVirtual("java/lang/String.formatted([Ljava/lang/Object;)Ljava/lang/String;", "format");
    FIELDS.put("java/lang/System.out", new Target("out", "()Ljava/io/PrintStream;"));
    FIELDS.put("java/lang/System.err", new Target("err", "()Ljava/io/PrintStream;"));
  }

  private Redirects() {}

  private static void redirect(String call, String target) {
    STATIC_CALLS.put(call, new Target(target, call.substring(call.indexOf('('))));
  }

  /** The object comes first among the arguments. */
  private static void redirectVirtual(String call, String target) {
    String owner = call.substring(0, call.indexOf('.'));
    String descriptor = call.substring(call.indexOf('('));
    VIRTUAL_CALLS.put(call, new Target(target, "(L" + owner + ";" + descriptor.substring(1)));
  }

  static @Nullable Target ofStaticCall(String owner, String name, String descriptor) {
    return owner.startsWith("java/") ? STATIC_CALLS.get(owner + "." + name + descriptor) : null;
  }

  static @Nullable Target ofVirtualCall(String owner, String name, String descriptor) {
    return owner.startsWith("java/lang/")
        ? VIRTUAL_CALLS.get(owner + "." + name + descriptor)
        : null;
  }

  static @Nullable Target ofField(String owner, String name) {
    return owner.equals("java/lang/System") ? FIELDS.get(owner + "." + name) : null;
  }

  /** Whether this is {@code LocalDate.now()} or the like, which take a clock as well. */
  static boolean isNow(String owner, String name, String descriptor) {
    return owner.startsWith("java/time/")
        && name.equals("now")
        && (descriptor.startsWith("()") || descriptor.startsWith("(Ljava/time/ZoneId;)"));
  }
}
