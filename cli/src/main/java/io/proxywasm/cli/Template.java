package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The files of a new project.
 *
 * @param folder the name of its folder
 * @param packageName the package of the filter
 * @param className the filter's class
 */
record Template(String folder, String packageName, String className) {
  /** Writes the files. */
  void write(Path root) throws IOException {
    checkEmpty(root);
    Path source = Path.of("src/main/java", packageName.split("\\."));
    Path test = Path.of("src/test/java", packageName.split("\\."));
    write(root.resolve("pom.xml"), "pom.xml");
    write(root.resolve(source).resolve(className + ".java"), "Filter.java");
    write(root.resolve(test).resolve(className + "Test.java"), "FilterTest.java");
    write(root.resolve("README.md"), "README.md");
    write(root.resolve(".gitignore"), "gitignore");
  }

  private static void checkEmpty(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new CliException(root + " is there already, and it is a file");
    }
    try (Stream<Path> children = Files.list(root)) {
      if (children.findAny().isPresent()) {
        throw new CliException(
            root + " is not empty: name a new folder, so that nothing is overwritten");
      }
    }
  }

  private void write(Path file, String resource) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent());
    Files.createDirectories(parent);
    Files.writeString(file, fill(read(resource)), UTF_8);
  }

  private String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> value :
        Map.of(
                "@ARTIFACT@",
                artifact(),
                "@PACKAGE@",
                packageName,
                "@CLASS@",
                className,
                "@VERSION@",
                Version.number(),
                "@SUREFIRE@",
                Version.surefire())
            .entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }

  private String artifact() {
    String name = folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    return name.replaceAll("^[-.]+|[-.]+$", "").isEmpty() ? "plugin" : name;
  }

  private static String read(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Template.class.getResourceAsStream("init/" + resource))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** A class name made of a folder's name: {@code MyFilter} of {@code my-filter}. */
  static String className(String folder) {
    StringBuilder name = new StringBuilder();
    for (String word : folder.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    boolean usable = name.length() > 0 && Character.isLetter(name.charAt(0));
    return usable ? name.toString() : "Filter" + name;
  }
}
