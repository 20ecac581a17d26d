package io.proxywasm.config.processor;

import java.util.BitSet;

/**
 * A set of characters.
 *
 * @param chars those of one code unit
 * @param others whether all others, which have two code units, are in it
 */
record CharClass(BitSet chars, boolean others) {
  private static final int UNITS = 0x10000;
  private static final BitSet HIGH = range(0xD800, 0xDBFF);
  private static final BitSet LOW = range(0xDC00, 0xDFFF);

  static CharClass of(int first, int last) {
    return new CharClass(range(first, last), false);
  }

  private static BitSet range(int first, int last) {
    BitSet set = new BitSet(UNITS);
    set.set(first, last + 1);
    return set;
  }

  static CharClass of(String each) {
    BitSet set = new BitSet(UNITS);
    each.chars().forEach(set::set);
    return new CharClass(set, false);
  }

  CharClass or(CharClass other) {
    BitSet set = (BitSet) chars.clone();
    set.or(other.chars);
    return new CharClass(set, others || other.others);
  }

  CharClass not() {
    BitSet set = (BitSet) chars.clone();
    set.flip(0, UNITS);
    set.andNot(HIGH);
    set.andNot(LOW);
    return new CharClass(set, !others);
  }

  /** Adds edges for it and returns the state after it. */
  int build(Nfa nfa, int from) {
    int to = nfa.state();
    nfa.edge(from, chars, to);
    if (others) {
      int between = nfa.state();
      nfa.edge(from, HIGH, between);
      nfa.edge(between, LOW, to);
    }
    return to;
  }
}
