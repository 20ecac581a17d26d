package io.proxywasm.javaguest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one VM: the plugin with its sdk and libraries, and the inside of this module. They
 * come from the plugin's class path even when the host has classes of the same name. Of the host it
 * shows only the types that both sides speak in.
 */
final class VmClassLoader extends ClassLoader {
  private static final String HOST = "io.proxywasm.host.";

  private final PluginClasses classes;
  private volatile boolean restartable = true;

  VmClassLoader(PluginClasses classes) {
    super(ClassLoader.getPlatformClassLoader());
    this.classes = classes;
    // As in a module.
    setDefaultAssertionStatus(true);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        type = load(name);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    if (isBridge(name)) {
      return Class.forName(name, false, VmClassLoader.class.getClassLoader());
    }
    if (!name.startsWith("java.")) {
      PluginClasses.Definition definition = classes.find(name);
      if (definition != null) {
        byte[] bytes = definition.bytes();
        restartable &= definition.restartable();
        return defineClass(name, bytes, 0, bytes.length, definition.domain());
      }
    }
    return super.loadClass(name, false);
  }

  /** Whether all its classes can be given their first state again. */
  boolean isRestartable() {
    return restartable;
  }

  /** What the inside and the host speak in: the seam, and what is in its signatures. */
  private static boolean isBridge(String name) {
    return name.startsWith(HOST)
        && (name.startsWith(HOST + "guest.")
            || name.equals(HOST + "HeaderMap")
            || name.equals(HOST + "Buffer"));
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    ClassPath.Resource found = classes.classPath().find(name);
    return found == null ? null : found.url();
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(classes.classPath().urls(name));
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }

  /** Read at once: a stream of a jar's URL would keep the jar open. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    ClassPath.Resource found = classes.classPath().find(name);
    return found != null
        ? new ByteArrayInputStream(found.bytes())
        : super.getResourceAsStream(name);
  }
}
