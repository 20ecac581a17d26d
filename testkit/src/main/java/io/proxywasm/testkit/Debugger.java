package io.proxywasm.testkit;

import java.lang.management.ManagementFactory;

/** Whether somebody debugs this JVM. */
final class Debugger {
  private static final boolean ATTACHED =
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .anyMatch(
              option -> option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp"));

  private Debugger() {}

  static boolean isAttached() {
    return ATTACHED;
  }
}
