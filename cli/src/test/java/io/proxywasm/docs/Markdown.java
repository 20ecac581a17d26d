package io.proxywasm.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation: its code, its headings, its links. */
record Markdown(String text) {
  private static final Pattern FENCED =
      Pattern.compile("^ *```.*?^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  /**
   * A fenced block.
   *
   * @param line the line of the page, counted from 1, on which the block begins with its fence
   * @param code what is between the fences
   */
  record Block(int line, String code) {}

  /**
   * A link.
   *
   * @param line the line of the page, counted from 1
   * @param target where it leads
   */
  record Link(int line, String target) {}

  static Markdown read(Path file) {
    try {
      return new Markdown(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code of the fenced blocks of a language. */
  List<String> blocks(String language) {
    return fenced(language).stream().map(Block::code).toList();
  }

  /** The fenced blocks of a language. */
  List<Block> fenced(String language) {
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(match -> new Block(lineOf(match.start()), match.group(1)))
        .toList();
  }

  /** The links, but not what looks like one in a fenced block. */
  List<Link> links() {
    String prose = prose();
    List<Link> links = new ArrayList<>();
    for (MatchResult match : LINK.matcher(prose).results().toList()) {
      links.add(new Link(lineOf(match.start()), match.group(1)));
    }
    return links;
  }

  /** The names by which links lead to headings: {@code page.md#that-heading}. */
  Stream<String> anchors() {
    return HEADING
        .matcher(prose())
        .results()
        .map(
            match ->
                match
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'));
  }

  /** The text with blanks in the place of fenced blocks, so that each line stays where it is. */
  private String prose() {
    return FENCED.matcher(text).replaceAll(match -> match.group().replaceAll("[^\n]", " "));
  }

  private int lineOf(int position) {
    return (int) text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
  }
}
