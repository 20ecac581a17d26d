package io.proxywasm.host.engine;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All functions that guests may import. */
final class HostImports {
  private static final List<String> WASI = List.of("wasi_snapshot_preview1", "wasi_unstable");
  private static final Map<String, HostImport> ALL = all();

  private HostImports() {}

  private static Map<String, HostImport> all() {
    List<HostImport> found = new ArrayList<>();
    addAll(found, HostImport.ENV, ProxyCalls.class);
    WASI.forEach(module -> addAll(found, module, WasiCalls.class));
    Map<String, HostImport> all = new LinkedHashMap<>();
    found.forEach(each -> all.put(each.toString(), each));
    return all;
  }

  private static void addAll(List<HostImport> found, String module, Class<?> owner) {
    for (Method method : owner.getDeclaredMethods()) {
      HostFunction marked = method.getAnnotation(HostFunction.class);
      if (marked != null) {
        found.add(new HostImport(found.size(), module, marked, method));
      }
    }
  }

  static @Nullable HostImport find(String module, String name) {
    return ALL.get(module + "." + name);
  }

  static List<HostImport> list() {
    return List.copyOf(ALL.values());
  }

  /** The numbers of the imports that are not allowed. */
  static BitSet denied(Predicate<String> allowed) {
    BitSet denied = new BitSet();
    for (HostImport each : ALL.values()) {
      if (each.isControlled() && !allowed.test(each.name())) {
        denied.set(each.number());
      }
    }
    return denied;
  }
}
