package io.proxywasm.config;

/**
 * A regular expression as a table, made when a record is compiled: of each state, where each class
 * of characters leads to.
 */
public final class Automaton {
  private final String bounds;
  private final String classes;
  private final int width;
  private final String next;
  private final String accepting;

  /**
   * Makes an automaton; generated code does.
   *
   * @param bounds where ranges of characters begin, ascending, the first at 0
   * @param classes the class of each range
   * @param width how many classes there are
   * @param next for each state and class the state that follows, plus 1; 0 is none
   * @param accepting for each state 1 if a text may end there
   */
  public Automaton(String bounds, String classes, int width, String next, String accepting) {
    this.bounds = bounds;
    this.classes = classes;
    this.width = width;
    this.next = next;
    this.accepting = accepting;
  }

  /** Returns whether the whole of a text matches. */
  public boolean matches(String text) {
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      int following = next.charAt(state * width + classOf(text.charAt(i)));
      if (following == 0) {
        return false;
      }
      state = following - 1;
    }
    return accepting.charAt(state) != 0;
  }

  private int classOf(char c) {
    int low = 0;
    int high = bounds.length() - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (bounds.charAt(middle) <= c) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return classes.charAt(low);
  }
}
