package io.proxywasm.config.processor;

import java.util.ArrayList;
import java.util.List;

/** Puts a regular expression, which is known to be one, into an automaton. */
final class Regex {
  private static final int UNBOUNDED = -1;
  private static final int MOST_TIMES = 1_000;

  private static final CharClass LINE_ENDS = CharClass.of("\n\r\u0085\u2028\u2029");
  private static final CharClass DIGITS = CharClass.of('0', '9');
  private static final CharClass WORD =
      DIGITS.or(CharClass.of('a', 'z')).or(CharClass.of('A', 'Z')).or(CharClass.of("_"));
  private static final CharClass SPACE = CharClass.of(" \t\n\u000B\f\r");

  /** A part of the expression: adds itself after a state and returns the state after it. */
  private interface Part {
    int build(int from);
  }

  private final String text;
  private final Nfa nfa;
  private int at;

  Regex(String text, Nfa nfa) {
    this.text = text;
    this.nfa = nfa;
  }

  /** Adds all after a state and returns the state at the end. */
  int parse(int start) {
    Part all = alternatives();
    return all.build(start);
  }

  private Part alternatives() {
    List<Part> parts = new ArrayList<>();
    parts.add(sequence());
    while (peek() == '|') {
      at++;
      parts.add(sequence());
    }
    return from -> {
      int to = nfa.state();
      parts.forEach(part -> nfa.empty(part.build(from), to));
      return to;
    };
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (at < text.length() && peek() != '|' && peek() != ')') {
      parts.add(repeated(atom()));
    }
    return from -> {
      int state = nfa.state(); // Of its own, as alternatives begin at the same one.
      nfa.empty(from, state);
      for (Part part : parts) {
        state = part.build(state);
      }
      return state;
    };
  }

  private Part repeated(Part part) {
    Part repeated = part;
    while (true) {
      switch (peek()) {
        case '*' -> {
          at++;
          repeated = times(repeated, 0, UNBOUNDED);
        }
        case '+' -> {
          at++;
          repeated = times(repeated, 1, UNBOUNDED);
        }
        case '?' -> {
          at++;
          repeated = times(repeated, 0, 1);
        }
        case '{' -> repeated = counted(repeated);
        default -> {
          return repeated;
        }
      }
      if (peek() == '+') {
        throw unsupported("a possessive quantifier");
      }
      if (peek() == '?') {
        at++; // A reluctant one: the same texts match.
      }
    }
  }

  private Part counted(Part part) {
    int close = text.indexOf('}', at);
    String[] bounds = text.substring(at + 1, close).split(",", -1);
    int min = count(bounds[0]);
    int max = bounds.length == 1 ? min : bounds[1].isEmpty() ? UNBOUNDED : count(bounds[1]);
    at = close + 1;
    return times(part, min, max);
  }

  private int count(String digits) {
    int count = digits.length() > 4 ? MOST_TIMES + 1 : Integer.parseInt(digits);
    if (count > MOST_TIMES) {
      throw unsupported("more than " + MOST_TIMES + " times");
    }
    return count;
  }

  private Part times(Part part, int min, int max) {
    return from -> {
      int state = from;
      for (int i = 0; i < min; i++) {
        state = part.build(state);
      }
      int end = nfa.state();
      nfa.empty(state, end);
      if (max == UNBOUNDED) {
        nfa.empty(part.build(end), end);
        return end;
      }
      for (int i = min; i < max; i++) {
        state = part.build(state);
        nfa.empty(state, end);
      }
      return end;
    };
  }

  private Part atom() {
    char c = peek();
    if (c == '(') {
      return group();
    }
    if (c == '^' || c == '$') {
      throw unsupported("an anchor (the whole text has to match anyway)");
    }
    if (Character.isHighSurrogate(c)) {
      return pair();
    }
    CharClass chars = c == '[' ? bracket() : c == '.' ? dot() : single();
    return from -> chars.build(nfa, from);
  }

  private CharClass dot() {
    at++;
    return LINE_ENDS.not();
  }

  private Part pair() {
    CharClass high = CharClass.of(peek(), peek());
    at++;
    CharClass low = CharClass.of(peek(), peek());
    at++;
    return from -> low.build(nfa, high.build(nfa, from));
  }

  private Part group() {
    at++;
    if (peek() == '?') {
      if (!text.startsWith("?:", at)) {
        throw unsupported("a group with '?' other than (?:...)");
      }
      at += 2;
    }
    Part inside = alternatives();
    at++; // The parser of the JDK has seen that it is ')'.
    return inside;
  }

  private CharClass bracket() {
    at++;
    boolean not = peek() == '^';
    if (not) {
      at++;
    }
    CharClass all = CharClass.of("");
    boolean first = true;
    while (first || peek() != ']') {
      if (peek() == '[' || text.startsWith("&&", at) || Character.isSurrogate(peek())) {
        throw unsupported("a nested class, '&&' or a character beyond U+FFFF in a class");
      }
      first = false;
      all = all.or(member());
    }
    at++;
    return not ? all.not() : all;
  }

  private CharClass member() {
    CharClass from = single();
    boolean range = peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']';
    if (!range || from.chars().cardinality() != 1 || from.others()) {
      return from;
    }
    at++;
    if (peek() == '[') {
      throw unsupported("a nested class");
    }
    CharClass to = single();
    return CharClass.of(from.chars().nextSetBit(0), to.chars().nextSetBit(0));
  }

  /** A character, or what a backslash makes of one. */
  private CharClass single() {
    char c = peek();
    at++;
    if (c != '\\') {
      return CharClass.of(c, c);
    }
    char escaped = peek();
    at++;
    return switch (escaped) {
      case 'd' -> DIGITS;
      case 'D' -> DIGITS.not();
      case 'w' -> WORD;
      case 'W' -> WORD.not();
      case 's' -> SPACE;
      case 'S' -> SPACE.not();
      case 't' -> CharClass.of("\t");
      case 'n' -> CharClass.of("\n");
      case 'r' -> CharClass.of("\r");
      case 'f' -> CharClass.of("\f");
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      default -> {
        if (Character.isLetterOrDigit(escaped)) {
          throw unsupported("\\" + escaped);
        }
        yield CharClass.of(escaped, escaped);
      }
    };
  }

  private CharClass hex(int digits) {
    if (peek() == '{') {
      throw unsupported("\\x{...}");
    }
    int value = Integer.parseInt(text.substring(at, at + digits), 16);
    at += digits;
    if (Character.isSurrogate((char) value)) {
      throw unsupported("a surrogate");
    }
    return CharClass.of(value, value);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private IllegalArgumentException unsupported(String what) {
    return new IllegalArgumentException(what + " is not supported, before position " + (at + 1));
  }
}
