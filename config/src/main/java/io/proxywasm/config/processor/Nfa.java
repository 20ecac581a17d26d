package io.proxywasm.config.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** States with edges for sets of characters, and edges for nothing. */
final class Nfa {
  private static final int MAX_STATES = 5_000;

  private record Edge(BitSet chars, int target) {}

  private final List<List<Edge>> edges = new ArrayList<>();
  private final List<List<Integer>> empty = new ArrayList<>();

  int state() {
    if (edges.size() == MAX_STATES) {
      throw new IllegalArgumentException("it is too large");
    }
    edges.add(new ArrayList<>());
    empty.add(new ArrayList<>());
    return edges.size() - 1;
  }

  void edge(int from, BitSet chars, int to) {
    edges.get(from).add(new Edge(chars, to));
  }

  void empty(int from, int to) {
    empty.get(from).add(to);
  }

  /** All different sets of characters. */
  List<BitSet> sets() {
    return edges.stream().flatMap(List::stream).map(Edge::chars).distinct().toList();
  }

  BitSet step(BitSet states, int character) {
    BitSet reached = new BitSet();
    states.stream()
        .forEach(
            state ->
                edges.get(state).stream()
                    .filter(edge -> edge.chars().get(character))
                    .forEach(edge -> reached.set(edge.target())));
    return reached;
  }

  BitSet closure(BitSet states) {
    BitSet closed = (BitSet) states.clone();
    Deque<Integer> open = new ArrayDeque<>();
    states.stream().forEach(open::add);
    while (!open.isEmpty()) {
      for (int target : empty.get(open.remove())) {
        if (!closed.get(target)) {
          closed.set(target);
          open.add(target);
        }
      }
    }
    return closed;
  }
}
