package io.proxywasm.javaguest;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The classes that all VMs of a plugin define, each for itself; read and changed once. Thread-safe.
 */
final class PluginClasses {
  /**
   * What a class is defined with.
   *
   * @param restartable whether a VM with it can be used again
   */
  record Definition(byte[] bytes, @Nullable ProtectionDomain domain, boolean restartable) {}

  private final ClassPath classPath;
  private final PluginTransformer transformer;
  private final boolean restarting;
  private final Map<String, Optional<Definition>> definitions = new ConcurrentHashMap<>();
  private final Map<ClassPath.Entry, ProtectionDomain> domains = new ConcurrentHashMap<>();

  PluginClasses(ClassPath classPath, PluginTransformer transformer) {
    this(classPath, transformer, false);
  }

  /** Takes whether VMs shall be used again. */
  PluginClasses(ClassPath classPath, PluginTransformer transformer, boolean restarting) {
    this.classPath = classPath;
    this.transformer = transformer;
    this.restarting = restarting;
  }

  ClassPath classPath() {
    return classPath;
  }

  /** A class by its name {@code a.b.C}, or null when it is not the plugin's. */
  @Nullable Definition find(String name) {
    return definitions.computeIfAbsent(name, this::read).orElse(null);
  }

  private Optional<Definition> read(String name) {
    String file = name.replace('.', '/');
    if (name.startsWith(Inside.PACKAGE)) {
      return Optional.ofNullable(Inside.bytes(file)).map(bytes -> definition(bytes, null));
    }
    ClassPath.Resource found = classPath.find(file + ".class");
    return found == null
        ? Optional.empty()
        : Optional.of(definition(transformer.transform(found.bytes()), domain(found.entry())));
  }

  private Definition definition(byte[] bytes, @Nullable ProtectionDomain domain) {
    if (!restarting) {
      return new Definition(bytes, domain, false);
    }
    RestartTransformer.Result result = RestartTransformer.transform(bytes);
    return new Definition(result.bytes(), domain, result.restartable());
  }

  private ProtectionDomain domain(ClassPath.Entry entry) {
    return domains.computeIfAbsent(
        entry, e -> new ProtectionDomain(new CodeSource(e.location(), (Certificate[]) null), null));
  }
}
