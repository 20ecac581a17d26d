package io.proxywasm.cli;

import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.compiler.Diagnostic.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes diagnostics as javac does, with the file that they are about: terminals make links of it.
 *
 * @param roots the folders with the project's sources
 */
record SourceLinks(List<Path> roots) {
  String describe(Diagnostic diagnostic) {
    String link = diagnostic.place().flatMap(this::link).map(text -> text + ": ").orElse("");
    return link + diagnostic;
  }

  private Optional<String> link(Place place) {
    String folder = place.className().replaceFirst("[^.]*$", "").replace('.', '/');
    return place
        .file()
        .flatMap(
            name ->
                roots.stream()
                    .map(root -> root.resolve(folder).resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst())
        .map(file -> Paths.shown(file) + place.line().map(line -> ":" + line).orElse(""));
  }
}
