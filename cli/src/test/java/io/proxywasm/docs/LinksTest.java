package io.proxywasm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links within the repository lead somewhere, and each page is found from the guide. */
class LinksTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCS = ROOT.resolve("docs");

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : List.of(ROOT, DOCS, ROOT.resolve("bench"), ROOT.resolve("examples"))) {
      pages.addAll(markdown(folder));
    }
    try (Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
      for (Path example : examples.filter(Files::isDirectory).sorted().toList()) {
        pages.addAll(markdown(example));
      }
    }
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLeadSomewhereWhenItIsALinkWithinTheRepository(Path page) {
    assertThat(deadLinks(page)).isEmpty();
  }

  @Test
  void shouldBeFoundWhenALinkIsDead(@TempDir Path folder) throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            "# One heading\n[a](page.md#one-heading) [b](#other)\n\n[c](none.md) [d](https://e.test)\n");

    assertThat(deadLinks(page)).containsExactly(page + ":2: #other", page + ":4: none.md");
  }

  @Test
  void shouldBeListedInTheGuideWhenItIsAPage() throws IOException {
    List<String> listed =
        Markdown.read(DOCS.resolve("guide.md")).links().stream()
            .map(Markdown.Link::target)
            .toList();

    assertThat(markdown(DOCS))
        .extracting(page -> page.getFileName().toString())
        .filteredOn(name -> !name.equals("guide.md"))
        .hasSizeGreaterThan(12)
        .allSatisfy(name -> assertThat(listed).contains(name));
  }

  @Test
  void shouldBeListedAmongTheExamplesWhenItIsOne() throws IOException {
    Path folder = ROOT.resolve("examples");
    List<String> listed =
        Markdown.read(folder.resolve("README.md")).links().stream()
            .map(Markdown.Link::target)
            .toList();

    try (Stream<Path> examples = Files.list(folder)) {
      assertThat(examples.filter(example -> Files.exists(example.resolve("pom.xml"))))
          .extracting(example -> example.getFileName().toString())
          .isNotEmpty()
          .allSatisfy(name -> assertThat(listed).contains(name));
    }
  }

  private static List<String> deadLinks(Path page) {
    List<String> dead = new ArrayList<>();
    for (Markdown.Link link : Markdown.read(page).links()) {
      URI target = URI.create(link.target());
      if (target.getScheme() == null && !isThere(page, target.getPath(), target.getFragment())) {
        dead.add(page + ":" + link.line() + ": " + link.target());
      }
    }
    return dead;
  }

  private static boolean isThere(Path page, String path, @Nullable String anchor) {
    Path target = path.isEmpty() ? page : page.resolveSibling(path);
    if (!Files.exists(target)) {
      return false;
    }
    return anchor == null || Markdown.read(target).anchors().anyMatch(anchor::equals);
  }

  private static List<Path> markdown(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }
}
