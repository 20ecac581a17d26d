package io.proxywasm.compiler.teavm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What cannot work inside a proxy, and what to use instead. */
final class Advice {
  private static final String CALLOUT =
      "A plugin has no sockets. Ask a cluster of the host instead: httpCall(\"cluster\").get(\"/path\").send(...).";
  private static final String TICK =
      "A plugin has one thread, the host's. For work that comes again use setTickPeriod(...) and onTick(); to wait for"
          + " something, pause the stream and continue it in a callback.";
  private static final String FILES =
      "A plugin has no file system. Give it what it needs in its configuration (onConfigure), or as a resource of the"
          + " class path that is read at build time; keep state in SharedData.";
  private static final String REFLECTION =
      "The module holds only what is called, so nothing can be looked up by name. Call it directly, or use an interface"
          + " and a switch.";
  private static final String NATIVE =
      "There is no machine code in a plugin. Use a library that is all Java.";
  private static final String CRYPTO =
      "The JDK's providers are not there. Use a library that is all Java, or one of the host's foreign functions.";
  private static final String PROCESS = "A plugin cannot start or end processes.";

  private static final Map<String, String> BY_PREFIX = new LinkedHashMap<>();

  static {
    for (String name :
        new String[] {
          "java.net.http.",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.Datagram",
          "java.net.URLConnection",
          "java.net.HttpURLConnection",
          "java.net.InetAddress",
          "java.net.InetSocketAddress",
          "java.nio.channels.",
          "javax.net.",
          "java.net.URL#openConnection",
          "java.net.URL#openStream",
          "java.net.URL#getContent",
          "java.net.ProxySelector",
          "java.net.CookieHandler",
          "java.rmi.",
          "javax.naming.",
        }) {
      BY_PREFIX.put(name, CALLOUT);
    }
    for (String name :
        new String[] {
          "java.lang.Thread#start",
          "java.lang.Thread#sleep",
          "java.lang.Thread#join",
          "java.lang.Thread#<init>",
          "java.lang.Thread#startVirtualThread",
          "java.lang.Thread#ofVirtual",
          "java.lang.Thread#ofPlatform",
          "java.lang.Thread#onSpinWait",
          "java.lang.Object#wait",
          "java.util.Timer",
          "java.lang.ThreadGroup",
          "java.util.concurrent.Executor",
          "java.util.concurrent.ThreadPool",
          "java.util.concurrent.Scheduled",
          "java.util.concurrent.ForkJoin",
          "java.util.concurrent.CountDownLatch",
          "java.util.concurrent.Semaphore",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.locks.",
          "java.util.concurrent.TimeUnit#sleep",
        }) {
      BY_PREFIX.put(name, TICK);
    }
    for (String name :
        new String[] {
          "java.io.File#", "java.io.FileInputStream", "java.io.FileOutputStream",
              "java.io.FileReader",
          "java.io.FileWriter", "java.io.RandomAccessFile", "java.io.FileDescriptor",
              "java.nio.file.",
          "java.util.zip.ZipFile", "java.util.jar.JarFile", "java.lang.System#in",
        }) {
      BY_PREFIX.put(name, FILES);
    }
    for (String name :
        new String[] {
          "java.lang.Class#forName",
          "java.lang.Class#newInstance",
          "java.lang.Class#getMethod",
          "java.lang.Class#getDeclared",
          "java.lang.Class#getField",
          "java.lang.Class#getConstructor",
          "java.lang.reflect.Method",
          "java.lang.reflect.Field",
          "java.lang.reflect.Constructor",
          "java.lang.reflect.Proxy",
          "java.lang.ClassLoader",
          "java.util.ServiceLoader",
          "java.lang.invoke.MethodHandles",
          "java.lang.invoke.VarHandle",
          "sun.misc.Unsafe",
        }) {
      BY_PREFIX.put(name, REFLECTION);
    }
    for (String name :
        new String[] {
          "java.lang.System#loadLibrary", "java.lang.System#load", "java.lang.Runtime#load"
        }) {
      BY_PREFIX.put(name, NATIVE);
    }
    for (String name :
        new String[] {"java.lang.Process", "java.lang.Runtime#", "java.lang.System#exit"}) {
      BY_PREFIX.put(name, PROCESS);
    }
    for (String name :
        new String[] {
          "java.security.MessageDigest",
          "java.security.Signature",
          "java.security.Key",
          "java.security.cert.",
          "java.security.KeyStore",
          "javax.crypto.",
        }) {
      BY_PREFIX.put(name, CRYPTO);
    }
  }

  private Advice() {}

  /**
   * Returns what to use instead of a method, or nothing if the method is not known to be
   * impossible. The name is {@code class#method}.
   */
  static Optional<String> forMethod(String className, String method) {
    String name = className + "#" + method;
    return BY_PREFIX.entrySet().stream()
        .filter(e -> name.startsWith(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  static String forNativeMethod() {
    return NATIVE;
  }
}
