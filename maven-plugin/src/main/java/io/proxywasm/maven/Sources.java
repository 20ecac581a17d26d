package io.proxywasm.maven;

import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.compiler.Diagnostic.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes diagnostics with the source file that they are about, as IDEs and terminals make links of.
 *
 * @param roots the folders with the project's sources
 */
record Sources(List<Path> roots) {
  String describe(Diagnostic diagnostic) {
    StringBuilder text = new StringBuilder();
    diagnostic.place().map(this::link).ifPresent(link -> text.append(link).append(": "));
    text.append(diagnostic.message());
    diagnostic
        .place()
        .ifPresent(place -> text.append(System.lineSeparator()).append("  at ").append(place));
    for (Place step : diagnostic.path()) {
      text.append(System.lineSeparator()).append("  -> ").append(step);
    }
    diagnostic.hint().ifPresent(h -> text.append(System.lineSeparator()).append("  ").append(h));
    return text.toString();
  }

  private String link(Place place) {
    String file = place.file().orElse("");
    String line = place.line().map(number -> ":" + number).orElse("");
    return find(place.className(), file)
        .map(path -> path + line)
        .orElse(file.isEmpty() ? place.className() : file + line);
  }

  private Optional<Path> find(String className, String file) {
    int end = className.lastIndexOf('.');
    String folder = end < 0 ? "" : className.substring(0, end).replace('.', '/');
    return roots.stream()
        .map(root -> root.resolve(folder).resolve(file))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
