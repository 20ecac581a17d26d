package io.proxywasm.config.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.config.Automaton;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's expressions are the oracle. */
class AutomatonTest {
  private static final String ALPHABET = "aabbcABC019_- ./\n\t\\]^{}\u00e4\u2028\uffff";

  private static Automaton automaton(String regex) {
    AutomatonTable table = AutomatonTable.of(regex);
    return new Automaton(
        table.bounds(), table.classes(), table.width(), table.next(), table.accepting());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "abc",
        "a|b",
        "a|",
        "|a|bc",
        "(a|b)*c",
        "(?:ab)+",
        "a{2}",
        "a{2,}",
        "a{1,3}b?",
        "a{0}",
        "[a-c]+",
        "[^a-c]*",
        "[-a]+",
        "[a-]+",
        "[\\]a]+",
        "[\\w.-]+",
        ".*",
        ".+b.*",
        "a.c",
        "\\d+",
        "\\D*",
        "\\w+\\s\\W",
        "\\S*",
        "\\.\\\\\\/",
        "[\\d_]+[^\\s]",
        "\\t\\n?",
        "\\x61\\u0062",
        "(a*)*",
        "(a|b|ab)*",
        "a*?b",
        "(a?){3}a{3}",
        "(GET|POST) /[a-z0-9_/]*",
        "((a|b)(c|\\d)){2}",
        "\u00e4|\ud83d\ude00+",
        "[^b]",
        "..",
        "x*y*",
        "[A-Za-z0-9]([A-Za-z0-9-]{0,10}[A-Za-z0-9])?"
      })
  void shouldMatchWhatTheJdkMatches(String regex) {
    Automaton automaton = automaton(regex);
    Pattern pattern = Pattern.compile(regex);
    Random random = new Random(3);
    int matched = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(7); n > 0; n--) {
        int choice = random.nextInt(ALPHABET.length() + 1);
        if (choice == ALPHABET.length()) {
          text.appendCodePoint(0x1F600);
        } else {
          text.append(ALPHABET.charAt(i % 2 == 0 ? choice : choice % 5));
        }
      }
      boolean matches = pattern.matcher(text).matches();
      matched += matches ? 1 : 0;
      assertThat(automaton.matches(text.toString())).describedAs("%s", text).isEqualTo(matches);
    }
    assertThat(matched).isGreaterThanOrEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^a",
        "a$",
        "\\bword",
        "(a)\\1",
        "(?=a)b",
        "(?i)a",
        "a*+",
        "[a&&b]",
        "[a[b]]",
        "\\p{L}",
        "(?<n>a)",
        "[a-\ud83d\ude00]",
        "\\x{61}",
        "a{2000}",
        "(.{0,20}a.{20}){20}"
      })
  void shouldRefuseWhatItCannotDo(String regex) {
    assertThatThrownBy(() -> automaton(regex))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(not supported|too large).*");
  }

  @Test
  void shouldTakeLinearTimeWhenTheExpressionIsHostile() {
    Automaton automaton = automaton("(a*)*(a|aa)+b");
    assertThat(automaton.matches("a".repeat(1_000_000))).isFalse();
    assertThat(automaton.matches("a".repeat(1_000_000) + "b")).isTrue();
  }
}
