package io.proxywasm.compiler.teavm;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * The resources of a class loader but those of the running JDK: a plugin has TeaVM's class library,
 * and what that lacks shall be missing, not be compiled with all that it drags in.
 */
final class WithoutJdk extends ClassLoader {
  WithoutJdk(ClassLoader parent) {
    super(parent);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return Collections.enumeration(
        Collections.list(super.getResources(name)).stream()
            .filter(url -> !url.getProtocol().equals("jrt"))
            .toList());
  }
}
