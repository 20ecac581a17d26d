package io.proxywasm.testkit;

import java.util.ArrayList;
import java.util.List;

/** What plugins were called for and what they called, as lines of text. */
final class Trace {
  /** A callback with more hostcalls than this is endless, or as good as. */
  private static final int MOST_HOSTCALLS = 1_000;

  private record Line(int vm, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private int vms;
  private int hostcalls;

  /** The number of one more VM, from 1. */
  int newVm() {
    vms++;
    return vms;
  }

  /** Begins a callback; returns where its line is. */
  int begin(int vm, String text) {
    hostcalls = 0;
    lines.add(new Line(vm, text));
    return lines.size() - 1;
  }

  /** Ends a callback: with its answer. */
  void end(int at, int vm, String text) {
    if (hostcalls > MOST_HOSTCALLS) {
      lines.add(new Line(vm, "  ... and " + (hostcalls - MOST_HOSTCALLS) + " more hostcalls"));
    }
    hostcalls = 0;
    lines.set(at, new Line(vm, text));
  }

  /** Whether a hostcall is to be written down. */
  boolean wantsHostcall() {
    hostcalls++;
    return hostcalls <= MOST_HOSTCALLS;
  }

  void hostcall(int vm, String text) {
    lines.add(new Line(vm, "  " + text));
  }

  /** The lines; with the number of the VM where there are more. */
  List<String> lines() {
    return lines.stream()
        .map(line -> vms > 1 ? "vm" + line.vm + " " + line.text : line.text)
        .toList();
  }
}
