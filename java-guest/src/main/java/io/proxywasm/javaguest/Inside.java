package io.proxywasm.javaguest;

import io.proxywasm.host.guest.GuestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** The classes of this module that each VM gets anew, and what they need of the plugin's sdk. */
final class Inside {
  static final String PACKAGE = "io.proxywasm.javaguest.inside.";
  static final String GUEST = PACKAGE + "InsideGuest";
  static final String RESTART = PACKAGE + "Restart";

  private static final String FILES = PACKAGE.replace('.', '/');
  private static final String SDK = "io/proxywasm/sdk/";
  private static final String SDK_SEAM = SDK + "Hostcalls";

  private Inside() {}

  /** The bytes of one of these classes, by its name {@code a/b/C}, or null. */
  static byte @Nullable [] bytes(String name) {
    try (InputStream in = Inside.class.getResourceAsStream("/" + name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of proxy-wasm-java-guest", e);
    }
  }

  /**
   * Holds what the classes call and implement against the sdk that the plugin has.
   *
   * @throws GuestException when they do not fit together
   */
  static void checkSdk(ClassFiles plugin, ClassPath classPath) {
    if (plugin.find(SDK_SEAM) == null) {
      throw new GuestException(
          "the sdk is not on the class path. Add the dependency io.proxywasm:proxy-wasm-sdk.");
    }
    ClassFiles inside = new ClassFiles(name -> name.startsWith(FILES) ? bytes(name) : null);
    Deque<String> toDo = new ArrayDeque<>(Set.of(GUEST.replace('.', '/')));
    Set<String> seen = new HashSet<>(toDo);
    while (!toDo.isEmpty()) {
      ClassFile type = inside.find(toDo.remove());
      if (type == null) {
        continue;
      }
      checkImplemented(type, inside, plugin, classPath);
      for (ClassFile.Method method : type.methods().values()) {
        for (ClassFile.Reference reference : method.references()) {
          checkThere(reference, plugin, classPath);
          if (seen.add(reference.owner())) {
            toDo.add(reference.owner());
          }
        }
      }
    }
  }

  private static void checkThere(
      ClassFile.Reference reference, ClassFiles plugin, ClassPath classPath) {
    String key = reference.key();
    if (reference.owner().startsWith(SDK)
        && (key == null
            ? plugin.find(reference.owner()) == null
            : plugin.declaring(reference.owner(), key) == null)) {
      throw mismatch(reference.owner(), key, "does not have", classPath);
    }
  }

  /** Whether a class that is made inside still implements all of the sdk's type. */
  private static void checkImplemented(
      ClassFile type, ClassFiles inside, ClassFiles plugin, ClassPath classPath) {
    if ((type.access() & Opcodes.ACC_ABSTRACT) != 0) {
      return;
    }
    for (String name : inside.supertypes(type.name())) {
      ClassFile base = name.startsWith(SDK) ? plugin.find(name) : null;
      if (base == null) {
        continue;
      }
      base.methods()
          .forEach(
              (key, method) -> {
                if (method.isAbstract() && inside.declaring(type.name(), key) == null) {
                  throw mismatch(base.name(), key, "needs", classPath);
                }
              });
    }
  }

  private static GuestException mismatch(
      String type, @Nullable String key, String verb, ClassPath classPath) {
    return new GuestException(
        "the plugin was built with proxy-wasm-sdk "
            + sdkOf(classPath)
            + ", this host has "
            + ownSdk()
            + ": the plugin's "
            + verb
            + " "
            + type.replace('/', '.')
            + (key == null ? "" : "." + key)
            + ". Build it with the version of the host.");
  }

  private static String sdkOf(ClassPath classPath) {
    ClassPath.Resource seam = classPath.find(SDK_SEAM + ".class");
    try {
      byte[] properties =
          seam == null
              ? null
              : seam.entry().read("META-INF/maven/io.proxywasm/proxy-wasm-sdk/pom.properties");
      return properties == null
          ? "of an unknown version"
          : version(new ByteArrayInputStream(properties), "version");
    } catch (IOException unreadable) {
      return "of an unknown version";
    }
  }

  private static String ownSdk() {
    try (InputStream in = Inside.class.getResourceAsStream("version.properties")) {
      return in == null ? "another" : version(in, "sdk");
    } catch (IOException unreadable) {
      return "another";
    }
  }

  private static String version(InputStream in, String key) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    return properties.getProperty(key, "of an unknown version");
  }
}
