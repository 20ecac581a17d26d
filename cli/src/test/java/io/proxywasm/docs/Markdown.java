package io.proxywasm.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The code in a page of the documentation. */
record Markdown(String text) {
  static Markdown read(Path file) throws IOException {
    return new Markdown(Files.readString(file, UTF_8));
  }

  /** The fenced blocks of a language. */
  List<String> blocks(String language) {
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
