package io.proxywasm.javaguest;

import io.proxywasm.host.guest.GuestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The class files of a class path, read when they are asked for. */
final class ClassFiles {
  private final Function<String, byte @Nullable []> bytes;
  private final Map<String, Optional<ClassFile>> read = new HashMap<>();

  /** Takes what gives the bytes of a class, by its name {@code a/b/C}, or null. */
  ClassFiles(Function<String, byte @Nullable []> bytes) {
    this.bytes = bytes;
  }

  /** A class, or null when it is not there: one of the JDK's, most often. */
  @Nullable ClassFile find(String name) {
    return read.computeIfAbsent(name, this::read).orElse(null);
  }

  private Optional<ClassFile> read(String name) {
    byte[] file = bytes.apply(name);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClassFile.read(file));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new GuestException("cannot read the class " + name.replace('/', '.') + ": " + e, e);
    }
  }

  /** A class's superclasses and interfaces, and theirs; those that are not there by name only. */
  Set<String> supertypes(String name) {
    Set<String> all = new LinkedHashSet<>();
    addSupertypes(name, all);
    return all;
  }

  private void addSupertypes(String name, Set<String> all) {
    ClassFile type = find(name);
    if (type == null) {
      return;
    }
    List<String> direct = new ArrayList<>();
    if (type.superName() != null) {
      direct.add(type.superName());
    }
    direct.addAll(type.interfaces());
    for (String other : direct) {
      if (all.add(other)) {
        addSupertypes(other, all);
      }
    }
  }

  /** The class that a call of a method ends in, or null when it is not one of these. */
  @Nullable ClassFile declaring(String owner, String key) {
    ClassFile type = find(owner);
    if (type == null || type.methods().containsKey(key)) {
      return type;
    }
    for (String other : supertypes(owner)) {
      ClassFile parent = find(other);
      if (parent != null && parent.methods().containsKey(key)) {
        return parent;
      }
    }
    return null;
  }
}
