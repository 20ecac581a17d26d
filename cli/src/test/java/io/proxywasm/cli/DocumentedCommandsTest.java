package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands in the documentation are commands. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMAND =
      Pattern.compile("^(?:\\./)?pwj (.*?)(?: {2,}.*| &&.*| #.*)?$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @Test
  void shouldBeUnderstoodWhenItIsInThePages() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : pages()) {
      Matcher matcher = COMMAND.matcher(Files.readString(page, UTF_8));
      while (matcher.find()) {
        commands.add(matcher.group(1));
      }
    }

    assertThat(commands).hasSizeGreaterThan(15);
    assertThat(commands)
        .allSatisfy(command -> assertThatCode(() -> parse(command)).doesNotThrowAnyException());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
        Stream<Path> examples = Files.walk(ROOT.resolve("examples"), 2)) {
      return Stream.of(
              Stream.of(ROOT.resolve("README.md")),
              docs,
              examples.filter(path -> path.endsWith("README.md")))
          .flatMap(pages -> pages)
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }

  private static void parse(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    var unused = Main.commandLine(nowhere, nowhere).parseArgs(words.toArray(String[]::new));
  }
}
