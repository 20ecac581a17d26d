package io.proxywasm.host.engine;

import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.host.guest.GuestException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.WasmEngineException;

/**
 * Runs WebAssembly plugins inside of the JVM. Compiled, a plugin's functions become Java bytecode:
 * it takes seconds to load a large plugin (milliseconds when it is in the cache), and then it is
 * fast. Interpreted, a plugin loads faster and runs some twenty times slower.
 *
 * <p>The same code is compiled once, however often it is loaded, while any of it is in use.
 */
public final class WasmEngine implements GuestEngine {
  private final boolean compiled;
  private final @Nullable ClassCache cache;
  private final Map<String, Slot> loaded = new ConcurrentHashMap<>();

  private WasmEngine(boolean compiled, @Nullable ClassCache cache) {
    this.compiled = compiled;
    this.cache = cache;
  }

  /** An engine that compiles, and keeps what it compiled only in memory. */
  public static WasmEngine compiled() {
    return new WasmEngine(true, null);
  }

  /**
   * An engine that compiles, and keeps what it compiled in a directory for the next process.
   *
   * @param cacheDirectory is made if it is not there; processes may share it
   * @throws IllegalArgumentException when others than this process's user can write to it: code is
   *     loaded from it
   * @throws java.io.UncheckedIOException when it can not be made or written to
   */
  public static WasmEngine compiled(Path cacheDirectory) {
    return new WasmEngine(true, new ClassCache(cacheDirectory));
  }

  /** An engine that interprets. */
  public static WasmEngine interpreted() {
    return new WasmEngine(false, null);
  }

  @Override
  public String name() {
    return compiled ? "compiled" : "interpreted";
  }

  @Override
  public GuestCode load(byte[] code) {
    byte[] own = code.clone();
    String key = HexFormat.of().formatHex(Hashes.sha256(own));
    return loaded.computeIfAbsent(key, name -> new Slot()).get(() -> load(key, own));
  }

  private WasmCode load(String key, byte[] code) {
    PluginModule plugin = PluginModule.read(code);
    try {
      return new WasmCode(plugin, compiled ? compiled(key, plugin) : interpreted(plugin));
    } catch (GuestException e) {
      throw e;
    } catch (RuntimeException
        | AssertionError
        | LinkageError
        | StackOverflowError
        | OutOfMemoryError e) {
      throw new GuestException("Failed to load Wasm bytecode: " + reason(e), e);
    }
  }

  /** What Endive does not check ends in the exception that is at hand. */
  private static String reason(Throwable e) {
    return e instanceof WasmEngineException known
        ? String.valueOf(known.getMessage())
        : "it is not valid: " + e;
  }

  private static Execution interpreted(PluginModule plugin) {
    plugin.verify();
    return new InterpretedExecution(ModuleCompiler.parse(ModuleCompiler.prepared(plugin).write()));
  }

  private Execution compiled(String key, PluginModule plugin) {
    Optional<CompiledModule> known = cache == null ? Optional.empty() : cache.get(key);
    if (known.isPresent()) {
      try {
        return CompiledExecution.load(known.get(), plugin.imports());
      } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
        // What was kept is of no use; it is made again.
      }
    }
    plugin.verify();
    CompiledModule made = ModuleCompiler.compile(plugin);
    try {
      Execution execution = CompiledExecution.load(made, plugin.imports());
      if (cache != null) {
        cache.put(key, made);
      }
      return execution;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    loaded.clear();
  }

  /** The code of one content, loaded by one thread while others wait. */
  private static final class Slot {
    private WeakReference<WasmCode> code = new WeakReference<>(null);

    synchronized WasmCode get(Supplier<WasmCode> loader) {
      WasmCode known = code.get();
      if (known == null) {
        known = loader.get();
        code = new WeakReference<>(known);
      }
      return known;
    }
  }
}
