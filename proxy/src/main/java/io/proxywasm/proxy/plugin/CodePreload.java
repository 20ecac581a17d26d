package io.proxywasm.proxy.plugin;

import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.proxy.config.Code;
import io.proxywasm.proxy.config.ProxyConfig;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Loads code before it is asked for, while all else is made ready. The engine knows it then, as
 * long as this object is there. What goes wrong is told when the code is asked for.
 */
public final class CodePreload {
  private final Queue<GuestCode> loaded = new ConcurrentLinkedQueue<>();

  private CodePreload() {}

  /**
   * Begins to load the local code of a configuration.
   *
   * @param overridden files that are not read
   */
  public static CodePreload start(ProxyConfig config, GuestEngine engine, Set<Path> overridden) {
    CodePreload preload = new CodePreload();
    Set<Code.Local> codes = new LinkedHashSet<>();
    for (Place.Wanted wanted : Places.of(config)) {
      if (wanted.config().vmConfig().code() instanceof Code.Local local
          && CodeLoader.fileOf(local).filter(overridden::contains).isEmpty()) {
        codes.add(local);
      }
    }
    for (Code.Local code : codes) {
      Thread thread = new Thread(() -> preload.load(engine, code), "pwj-preload");
      thread.setDaemon(true);
      thread.start();
    }
    return preload;
  }

  private void load(GuestEngine engine, Code.Local code) {
    try {
      loaded.add(engine.load(code.source().read().toByteArray()));
    } catch (RuntimeException e) {
      // Told when the code is asked for.
    }
  }

  /** How much is loaded by now. */
  public int count() {
    return loaded.size();
  }
}
