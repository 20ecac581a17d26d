package io.proxywasm.config.processor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/**
 * The tables of an {@link io.proxywasm.config.Automaton}, which has the same parts.
 *
 * @param bounds where ranges of characters begin
 * @param classes the class of each range
 * @param width how many classes there are
 * @param next what follows, for each state and class
 * @param accepting which states are ends
 */
record AutomatonTable(String bounds, String classes, int width, String next, String accepting) {
  private static final int MAX_TABLE = 20_000;
  private static final int CHARS = 0x10000;

  /**
   * Makes the tables of an expression.
   *
   * @throws IllegalArgumentException if it is none, one of those that are not supported, or large
   */
  static AutomatonTable of(String regex) {
    try {
      java.util.regex.Pattern unused = java.util.regex.Pattern.compile(regex);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(wrong.getDescription(), wrong);
    }
    Nfa nfa = new Nfa();
    int start = nfa.state();
    int end = new Regex(regex, nfa).parse(start);
    return new Subsets(nfa, end).table(start);
  }

  /** The construction of sets of states. */
  private static final class Subsets {
    private final Nfa nfa;
    private final int end;
    private final StringBuilder bounds = new StringBuilder();
    private final StringBuilder classes = new StringBuilder();

    /** One character of each class. */
    private final List<Integer> samples = new ArrayList<>();

    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final List<BitSet> states = new ArrayList<>();

    Subsets(Nfa nfa, int end) {
      this.nfa = nfa;
      this.end = end;
      classify();
    }

    private void classify() {
      List<BitSet> sets = nfa.sets();
      Map<BitSet, Integer> known = new HashMap<>();
      int before = -1;
      for (int c = 0; c < CHARS; c++) {
        BitSet in = new BitSet();
        for (int i = 0; i < sets.size(); i++) {
          in.set(i, sets.get(i).get(c));
        }
        int sample = c;
        int number =
            known.computeIfAbsent(
                in,
                any -> {
                  samples.add(sample);
                  return samples.size() - 1;
                });
        if (number != before) {
          bounds.append((char) c);
          classes.append((char) number);
          before = number;
        }
      }
    }

    AutomatonTable table(int start) {
      BitSet first = new BitSet();
      first.set(start);
      int unused = number(nfa.closure(first));
      StringBuilder next = new StringBuilder();
      StringBuilder accepting = new StringBuilder();
      for (int i = 0; i < states.size(); i++) {
        BitSet state = states.get(i);
        accepting.append((char) (state.get(end) ? 1 : 0));
        for (int sample : samples) {
          BitSet reached = nfa.closure(nfa.step(state, sample));
          next.append((char) (reached.isEmpty() ? 0 : number(reached) + 1));
        }
        if (next.length() > MAX_TABLE) {
          throw new IllegalArgumentException("it is too large for a table");
        }
      }
      return new AutomatonTable(
          bounds.toString(),
          classes.toString(),
          samples.size(),
          next.toString(),
          accepting.toString());
    }

    private int number(BitSet state) {
      return numbers.computeIfAbsent(
          state,
          added -> {
            states.add(added);
            return states.size() - 1;
          });
    }
  }
}
