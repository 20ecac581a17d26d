package io.proxywasm.proxy.plugin;

import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.proxy.config.Code;
import io.proxywasm.proxy.config.DataSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Makes code ready to run, wherever it comes from. Thread-safe. */
final class CodeLoader implements AutoCloseable {
  private final GuestEngine engine;
  private final Map<Path, Supplier<GuestCode>> overrides;
  private final RemoteCode remote;
  private final Set<GuestCode> made = ConcurrentHashMap.newKeySet();

  CodeLoader(GuestEngine engine, Map<Path, Supplier<GuestCode>> overrides, RemoteCode remote) {
    this.engine = engine;
    this.overrides = overrides;
    this.remote = remote;
  }

  /**
   * Loads code: the same object for the same content, as long as it is in use. Takes its time; not
   * called on a loop.
   *
   * @throws io.proxywasm.proxy.config.ConfigException when it is not to be had
   * @throws io.proxywasm.host.guest.GuestException when it cannot be run
   */
  GuestCode load(Code code) {
    if (code instanceof Code.Remote from) {
      return engine.load(remote.fetch(from));
    }
    Code.Local local = (Code.Local) code;
    Supplier<GuestCode> override = fileOf(local).map(overrides::get).orElse(null);
    if (override != null) {
      GuestCode instead = override.get();
      made.add(instead);
      return instead;
    }
    return engine.load(local.source().read().toByteArray());
  }

  /** The file that code is in, if it is in one. */
  static Optional<Path> fileOf(Code.Local code) {
    return code.source() instanceof DataSource.File file
        ? Optional.of(file.path())
        : Optional.empty();
  }

  /** Whether code is read from its file. */
  boolean isRead(Path path) {
    return !overrides.containsKey(path);
  }

  /** Closes what was made instead of files. */
  @Override
  public void close() {
    made.forEach(GuestCode::close);
  }
}
