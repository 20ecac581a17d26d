package io.proxywasm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each Java block of the documentation compiles, as {@link Snippet} completes it, and each whole
 * plugin becomes a module.
 */
class SnippetsTest {
  private static final Path ROOT = Path.of("..");

  /** Their blocks are cut out of programs that {@link DocsTest} compares them with. */
  private static final Set<String> ELSEWHERE = Set.of("embedding.md", "proxy.md");

  private static final Pattern OF_PLUGINS =
      Pattern.compile(
          "/(proxy-wasm-)?(abi|sdk|json|config|toolbox)(-[^/]*[.]jar|/target/classes/?)$|/jspecify-");

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

  @ParameterizedTest
  @MethodSource("pages")
  void shouldBecomeAModuleWhenItIsAWholePlugin(Path page) {
    List<Snippet> snippets = snippets(page, Markdown.read(page));
    assertThat(new SnippetCompiler(classes).errors(snippets)).isEmpty();

    for (String plugin : snippets.stream().flatMap(block -> block.plugin().stream()).toList()) {
      CompileResult result =
          Compiler.builder().mainClass(plugin).classPath(pluginClassPath()).compile();
      assertThat(result.diagnostics()).as(plugin).isEmpty();
      assertThat(result.module()).as(plugin).isPresent();
    }
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

  /** The classes, and what a plugin may use of this project. */
  private List<Path> pluginClassPath() {
    List<Path> path = new ArrayList<>(List.of(classes));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (OF_PLUGINS.matcher(entry.replace('\\', '/')).find()) {
        path.add(Path.of(entry));
      }
    }
    return path;
  }

  private static List<Snippet> snippets(Path page, Markdown markdown) {
    return markdown.fenced("java").stream()
        .map(block -> new Snippet(page, block.line(), block.code()))
        .toList();
  }
}
