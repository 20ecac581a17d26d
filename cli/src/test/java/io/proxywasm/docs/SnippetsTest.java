package io.proxywasm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each Java block of the documentation compiles, as {@link Snippet} completes it. */
class SnippetsTest {
  private static final Path ROOT = Path.of("..");

  /** Their blocks are cut out of programs that {@link DocsTest} compares them with. */
  private static final Set<String> ELSEWHERE = Set.of("embedding.md", "proxy.md");

  @TempDir Path classes;

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(docs.sorted().toList().stream(), Stream.of(ROOT.resolve("README.md")))
          .filter(page -> page.toString().endsWith(".md"))
          .filter(page -> !ELSEWHERE.contains(page.getFileName().toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldCompileWhenItIsJavaInAPage(Path page) {
    assertThat(new SnippetCompiler(classes).errors(snippets(page, Markdown.read(page)))).isEmpty();
  }

  @Test
  void shouldNamePageAndLineWhenABlockDoesNotCompile() {
    Markdown markdown =
        new Markdown("# Page\n\n```java\nheaders.set(\"a\", \"b\");\nheaders.sett(1);\n```\n");

    List<String> errors =
        new SnippetCompiler(classes).errors(snippets(Path.of("page.md"), markdown));

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).startsWith("page.md:5: ").contains("sett");
  }

  @Test
  void shouldNotCompileWhenACompleteBlockLacksAnImport() {
    Markdown markdown =
        new Markdown(
            """
            ```java
            import io.proxywasm.sdk.HttpContext;

            class Filter extends HttpContext {
              private Headers headers;
            }
            ```
            """);

    List<String> errors =
        new SnippetCompiler(classes).errors(snippets(Path.of("page.md"), markdown));

    assertThat(errors).singleElement().asString().startsWith("page.md:5: ").contains("Headers");
  }

  private static List<Snippet> snippets(Path page, Markdown markdown) {
    return markdown.fenced("java").stream()
        .map(block -> new Snippet(page, block.line(), block.code()))
        .toList();
  }
}
