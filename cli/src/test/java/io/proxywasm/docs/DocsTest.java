package io.proxywasm.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands in the documentation is what was compiled. */
class DocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path SOURCES = Path.of("src/test/java/io/proxywasm/docs");

  @Test
  void shouldStandInASourceWhenItIsJavaAboutEmbedding() throws IOException {
    String sources =
        Stream.of("TinyGateway.java", "EmbeddingSnippets.java")
            .map(name -> plain(read(SOURCES.resolve(name))))
            .collect(Collectors.joining());

    List<String> blocks = Markdown.read(DOCS.resolve("embedding.md")).blocks("java");

    assertThat(blocks).hasSizeGreaterThan(5);
    assertThat(blocks).allSatisfy(block -> assertThat(sources).contains(plain(block)));
  }

  /** Without indentation. */
  private static String plain(String source) {
    return source.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
