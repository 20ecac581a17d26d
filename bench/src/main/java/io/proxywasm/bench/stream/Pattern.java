package io.proxywasm.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What bodies are made of: the same text again and again, whose words go across all borders. */
final class Pattern {
  static final String WORD = "needle";
  static final String REPLACEMENT = "pin";

  /** Its length has no factor in common with those of chunks. */
  static final String TEXT =
      "a needle in a haystack, of which there are many with no needle; ".repeat(8) + "(needle)\n";

  static final byte[] SENT = TEXT.getBytes(US_ASCII);
  static final byte[] EXPECTED = TEXT.replace(WORD, REPLACEMENT).getBytes(US_ASCII);

  private Pattern() {}
}
