package io.proxywasm.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU microseconds per request of each plugin in each round; the rounds of one number ran side by
 * side.
 */
final class Rounds {
  private final Map<String, double[]> process = new LinkedHashMap<>();
  private final Map<String, double[]> worker = new LinkedHashMap<>();

  Rounds(List<String> names, int rounds) {
    for (String name : names) {
      process.put(name, new double[rounds]);
      worker.put(name, new double[rounds]);
    }
  }

  void add(String name, int round, CpuTime used, int requests) {
    of(process, name)[round] = used.process() / 1000.0 / requests;
    of(worker, name)[round] = used.worker() / 1000.0 / requests;
  }

  /** Of the whole process. */
  Statistics process(String name) {
    return Statistics.of(of(process, name));
  }

  /** Of the worker thread alone. */
  Statistics worker(String name) {
    return Statistics.of(of(worker, name));
  }

  /** Of the process, over what the same requests cost in the listener named {@code base}. */
  Statistics over(String name, String base) {
    double[] ours = of(process, name);
    double[] theirs = of(process, base);
    double[] differences = new double[ours.length];
    for (int i = 0; i < ours.length; i++) {
      differences[i] = ours[i] - theirs[i];
    }

    // The smallest difference would pair a lucky round with an unlucky one.
    return new Statistics(
        Statistics.of(ours).minimum() - Statistics.of(theirs).minimum(),
        Statistics.of(differences).median());
  }

  private static double[] of(Map<String, double[]> numbers, String name) {
    double[] found = numbers.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no such plugin: " + name);
    }
    return found;
  }
}
