package io.proxywasm.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts requests and what became of them. Thread-safe. */
final class Tally {
  private static final int SHOWN = 10;

  private final Map<String, Integer> statuses = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long sent;
  private long answered;
  private long right;
  private long wrong;
  private long longestNanos;

  synchronized void sent() {
    sent++;
  }

  synchronized void answered(Ask ask, Answer answer) {
    answered++;
    longestNanos = Math.max(longestNanos, System.nanoTime() - ask.nanos());
    statuses.merge(
        answer.failure().isEmpty() ? Integer.toString(answer.status()) : answer.failure(),
        1,
        Integer::sum);
  }

  synchronized void right() {
    right++;
  }

  /** Something that must not be. */
  synchronized void wrong(String problem) {
    wrong++;
    if (problems.size() < SHOWN) {
      problems.add(problem.length() > 400 ? problem.substring(0, 400) + "..." : problem);
    }
  }

  synchronized long underWay() {
    return sent - answered;
  }

  synchronized long countRight() {
    return right;
  }

  synchronized long countWrong() {
    return wrong;
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public synchronized String toString() {
    return sent
        + " requests, "
        + right
        + " right, "
        + wrong
        + " wrong, "
        + (sent - answered)
        + " lost; statuses "
        + statuses
        + "; the longest took "
        + longestNanos / 1_000_000
        + " ms";
  }
}
