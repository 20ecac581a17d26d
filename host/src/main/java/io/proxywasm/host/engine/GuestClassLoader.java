package io.proxywasm.host.engine;

import java.lang.invoke.MethodHandle;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;

/**
 * Holds the classes of one module, and gives them the imports by their number, and after them
 * {@link ArrayLimit#CHECK}.
 */
final class GuestClassLoader extends ClassLoader implements IntFunction<MethodHandle> {
  private final Map<String, byte[]> classes;
  private final List<HostImport> imports;

  GuestClassLoader(Map<String, byte[]> classes, List<HostImport> imports) {
    super("wasm", Instance.class.getClassLoader());
    this.classes = new ConcurrentHashMap<>(classes);
    this.imports = imports;
  }

  /** Defines and verifies all classes now, so that no request waits for it. */
  List<Class<?>> loadAll() throws ClassNotFoundException {
    List<String> names = classes.keySet().stream().sorted(Comparator.naturalOrder()).toList();
    Class<?>[] loaded = new Class<?>[names.size()];
    for (int i = 0; i < loaded.length; i++) {
      loaded[i] = Class.forName(names.get(i), true, this);
    }
    return List.of(loaded);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte @Nullable [] bytes = classes.remove(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public MethodHandle apply(int number) {
    return number == imports.size() ? ArrayLimit.CHECK : imports.get(number).call();
  }
}
