package io.proxywasm.e2e.host;

import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestEngine;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.javaguest.JavaPlugin;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the classes that modules were compiled from, in place of the modules. */
public final class AsJava implements GuestEngine {
  private record Origin(String main, List<Path> classPath) {}

  private static final Map<ByteBuffer, Origin> ORIGINS = new ConcurrentHashMap<>();

  AsJava() {}

  /**
   * Says what a module was compiled from.
   *
   * @param main the class with the {@code main}
   * @param classPath the plugin, its libraries, the sdk
   */
  public static void register(byte[] module, String main, List<Path> classPath) {
    ORIGINS.put(ByteBuffer.wrap(module.clone()), new Origin(main, List.copyOf(classPath)));
  }

  @Override
  public GuestCode load(byte[] code) {
    Origin origin = ORIGINS.get(ByteBuffer.wrap(code));
    if (origin == null) {
      throw new GuestException("nobody knows what this module was compiled from");
    }
    return JavaPlugin.of(origin.main, origin.classPath);
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public void close() {}
}
