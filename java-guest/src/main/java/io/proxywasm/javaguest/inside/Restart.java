package io.proxywasm.javaguest.inside;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the classes of a VM their first state again, for another VM. Knows which were initialized
 * and in which order; used by the VM's thread only, and between two VMs.
 */
public final class Restart {
  private static final List<Method> METHODS = new ArrayList<>();
  private static int running;

  private Restart() {}

  /** An initializer begins. Called by what is put into classes. */
  public static void begin() {
    running++;
  }

  /** An initializer has ended without an exception. Called by what is put into classes. */
  public static void end(Class<?> type) {
    running--;
    try {
      Method method = type.getDeclaredMethod("$restart");
      method.setAccessible(true);
      METHODS.add(method);
    } catch (NoSuchMethodException e) {
      running++; // Never again.
    }
  }

  /** Runs all initializers again; returns whether that was possible. */
  public static boolean run() {
    if (running != 0) {
      return false;
    }
    for (int i = 0; i < METHODS.size(); i++) {
      try {
        METHODS.get(i).invoke(null);
      } catch (IllegalAccessException | InvocationTargetException e) {
        return false;
      }
    }
    return true;
  }
}
