package io.proxywasm.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.proxy.config.ProxyConfig;
import io.proxywasm.proxy.config.ProxyConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What stands in the documentation is what was compiled, run and read. */
class DocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Path SOURCES = Path.of("src/test/java/io/proxywasm/docs");
  private static final Path SERVED =
      ROOT.resolve("proxy/src/test/resources/io/proxywasm/proxy/config/served.txt");

  @Test
  void shouldStandInASourceWhenItIsJava() throws IOException {
    String sources =
        Stream.of("TinyGateway.java", "EmbeddingSnippets.java")
            .map(name -> plain(read(SOURCES.resolve(name))))
            .collect(Collectors.joining());

    List<String> blocks = new ArrayList<>();
    blocks.addAll(Markdown.read(DOCS.resolve("embedding.md")).blocks("java"));
    blocks.addAll(Markdown.read(DOCS.resolve("proxy.md")).blocks("java"));

    assertThat(blocks).hasSizeGreaterThan(6);
    assertThat(blocks).allSatisfy(block -> assertThat(sources).contains(plain(block)));
  }

  @Test
  void shouldBeServedWhenItIsAFileOfTheDocumentation() throws IOException {
    Path file = DOCS.resolve("header-auth.yaml");

    ProxyConfig config = ProxyConfigReader.read(file);

    assertThat(config.listeners()).hasSize(1);
    assertThat(Markdown.read(DOCS.resolve("proxy.md")).blocks("yaml")).contains(read(file));
  }

  @Test
  void shouldBeServedWhenItIsAFileOfAnExample() throws IOException {
    List<Path> files;
    try (Stream<Path> examples = Files.walk(ROOT.resolve("examples"), 2)) {
      files = examples.filter(path -> path.endsWith("envoy.yaml")).toList();
    }

    assertThat(files).hasSizeGreaterThan(5);
    assertThat(files)
        .allSatisfy(file -> assertThat(ProxyConfigReader.read(file).listeners()).isNotEmpty());
  }

  /** After a change of what is served, the lines that the failure shows go to the page. */
  @Test
  void shouldListWhatIsServed() throws IOException {
    String page = read(DOCS.resolve("proxy.md"));
    List<String> rows = servedRows();

    assertThat(rows).hasSizeGreaterThan(50);
    assertThat(rows).allSatisfy(row -> assertThat(page).contains(row + "\n"));
    assertThat(page.lines().filter(line -> line.startsWith("| `envoy."))).hasSameSizeAs(rows);
  }

  private static List<String> servedRows() {
    List<String> rows = new ArrayList<>();
    String message = "";
    List<String> fields = new ArrayList<>();
    for (String line : (read(SERVED) + "end").lines().toList()) {
      if (line.startsWith(" ")) {
        String[] field = line.strip().split(": ", 2);
        fields.add("`" + field[0] + "`" + (field.length == 1 ? "" : " (" + field[1] + ")"));
      } else {
        if (!fields.isEmpty() && message.startsWith("envoy.")) {
          rows.add("| `" + message + "` | " + String.join(", ", fields) + " |");
        }
        message = line;
        fields.clear();
      }
    }
    return rows;
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
