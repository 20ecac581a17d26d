package io.proxywasm.javaguest;

import io.proxywasm.host.guest.Callback;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the callbacks that a plugin needs, by the rule of the compiler (its CallbackListener):
 * those whose method a class overrides, and those that a method of the sdk names, as far as {@code
 * main} and the callbacks can reach them.
 *
 * <p>A virtual call is taken to reach all methods of its name and types in classes that are made
 * somewhere. So it may find a callback too much, which then does what the sdk does without it; but
 * none too few.
 */
final class CallbackFinder {
  private static final String SDK = "io/proxywasm/sdk/";

  /** What Start exports, whatever the plugin is. */
  private static final Set<Callback> ALWAYS =
      EnumSet.of(Callback.ON_CONTEXT_CREATE, Callback.ON_VM_START, Callback.ON_DELETE);

  private static final Map<String, Callback> BY_EXPORT = new HashMap<>();

  static {
    for (Callback callback : Callback.values()) {
      BY_EXPORT.put(callback.export(), callback);
    }
  }

  private record Step(ClassFile type, ClassFile.Method method) {}

  private final ClassFiles classes;
  private final Set<Callback> found = EnumSet.copyOf(ALWAYS);
  private final Set<String> linked = new HashSet<>();
  private final Set<String> made = new HashSet<>();
  private final Set<String> reached = new HashSet<>();
  private final Set<String> called = new HashSet<>();
  private final Deque<Step> toDo = new ArrayDeque<>();

  private CallbackFinder(ClassFiles classes) {
    this.classes = classes;
  }

  static Set<Callback> find(ClassFiles classes, String mainClass, String mainKey) {
    CallbackFinder finder = new CallbackFinder(classes);
    finder.link(mainClass);
    finder.reach(mainClass, mainKey);
    while (!finder.toDo.isEmpty()) {
      finder.follow(finder.toDo.remove());
    }
    return finder.found;
  }

  private void follow(Step step) {
    for (ClassFile.Reference reference : step.method().references()) {
      link(reference.owner());
      if (reference.isNew()) {
        make(reference.owner());
      }
      String key = reference.key();
      if (key == null) {
        continue;
      }
      reach(reference.owner(), key);
      if (reference.isVirtual() && called.add(key)) {
        for (String type : made) {
          reach(type, key);
        }
      }
    }
  }

  /** A class is used: its static initializer runs, and it counts as one of the plugin's. */
  private void link(String name) {
    ClassFile type = classes.find(name);
    if (type == null || !linked.add(name)) {
      return;
    }
    reach(name, "<clinit>()V");
    if (type.superName() != null) {
      link(type.superName());
    }
    if (!name.startsWith(SDK)) {
      exportOverridden(type);
    }
  }

  private void exportOverridden(ClassFile type) {
    for (String ancestor : classes.supertypes(type.name())) {
      ClassFile base = ancestor.startsWith(SDK) ? classes.find(ancestor) : null;
      if (base != null) {
        base.methods().entrySet().stream()
            .filter(method -> type.methods().containsKey(method.getKey()))
            .forEach(method -> export(method.getValue()));
      }
    }
  }

  /** There are objects of a class: those who know it by another type may call it. */
  private void make(String name) {
    ClassFile type = classes.find(name);
    if (type == null || !made.add(name)) {
      return;
    }
    for (String key : called) {
      reach(name, key);
    }
    Set<String> supertypes = classes.supertypes(name);
    boolean knownOutside = supertypes.stream().anyMatch(this::isOutside);
    @Nullable ClassFile part = type;
    while (part != null && !part.name().startsWith(SDK)) {
      for (Map.Entry<String, ClassFile.Method> method : part.methods().entrySet()) {
        if (!method.getValue().isStatic()
            && (knownOutside || overridesSdk(method.getKey(), supertypes))) {
          reach(part.name(), method.getKey());
        }
      }
      part = part.superName() == null ? null : classes.find(part.superName());
    }
  }

  private boolean isOutside(String name) {
    return !name.equals("java/lang/Object") && classes.find(name) == null;
  }

  private boolean overridesSdk(String key, Set<String> supertypes) {
    for (String name : supertypes) {
      ClassFile type = name.startsWith(SDK) ? classes.find(name) : null;
      if (type != null && type.methods().containsKey(key)) {
        return true;
      }
    }
    return key.equals("toString()Ljava/lang/String;")
        || key.equals("hashCode()I")
        || key.equals("equals(Ljava/lang/Object;)Z");
  }

  private void reach(String owner, String key) {
    ClassFile type = classes.declaring(owner, key);
    ClassFile.Method method = type == null ? null : type.methods().get(key);
    if (type == null || method == null || !reached.add(type.name() + "." + key)) {
      return;
    }
    if (type.name().startsWith(SDK)) {
      export(method);
    }
    toDo.add(new Step(type, method));
  }

  private void export(ClassFile.Method method) {
    for (String name : method.callbacks()) {
      Callback callback = BY_EXPORT.get(name);
      if (callback != null && found.add(callback)) {
        enter(name);
      }
    }
  }

  /** Follows what the module's export does. Its class is named after the callback. */
  private void enter(String callback) {
    StringBuilder name = new StringBuilder(SDK + "wasm/");
    for (String word : callback.substring("proxy_".length()).split("_")) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    ClassFile export = classes.find(name.toString());
    if (export != null) {
      export.methods().values().forEach(method -> toDo.add(new Step(export, method)));
    }
  }
}
