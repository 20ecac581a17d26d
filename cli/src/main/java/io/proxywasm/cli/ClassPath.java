package io.proxywasm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.config.PluginConfig;
import io.proxywasm.crypto.Sha256;
import io.proxywasm.json.JsonReader;
import io.proxywasm.sdk.ProxyWasm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Finds the libraries that a plugin is compiled with. */
final class ClassPath {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private ClassPath() {}

  /** The sdk with its libraries and what it needs, out of this tool's own class path. */
  static List<Path> sdk() {
    return Stream.of(
            ProxyWasm.class,
            AbiVersion.class,
            JsonReader.class,
            PluginConfig.class,
            Sha256.class,
            NullMarked.class)
        .map(ClassPath::origin)
        .distinct()
        .toList();
  }

  /** Where this JVM has a class from. */
  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot find the library of " + type, e);
    }
  }

  /** Asks Maven, unless it was asked before about the same poms. */
  static List<Path> resolved(ProjectLayout layout, Consumer<String> progress) {
    Path cached = layout.work().resolve("classpath-" + pomHash(layout) + ".txt");
    if (Files.isRegularFile(cached)) {
      List<Path> known = read(cached);
      if (known.stream().allMatch(Files::exists)) {
        return known;
      }
    }
    new LocalRepository(progress).ensureSdk();
    progress.accept("Resolving the libraries of " + layout.name() + " with Maven");
    Maven.of(layout.root()).run(layout.root(), goals(cached));
    return read(cached);
  }

  /** The goals that write a project's class path to a file. */
  private static List<String> goals(Path file) {
    return List.of(
        "dependency:build-classpath",
        "-Dmdep.includeScope=compile",
        "-Dmdep.outputFile=" + file.toAbsolutePath());
  }

  private static List<Path> read(Path file) {
    try {
      return SEPARATOR
          .splitAsStream(Files.readString(file, UTF_8).strip())
          .filter(entry -> !entry.isEmpty())
          .map(Path::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** A hash of the project's pom and of those above it, which may be its parents. */
  private static String pomHash(ProjectLayout layout) {
    List<Path> poms = new ArrayList<>();
    for (@Nullable Path folder = layout.root().toAbsolutePath().normalize();
        folder != null;
        folder = folder.getParent()) {
      Path pom = folder.resolve("pom.xml");
      if (!Files.isRegularFile(pom)) {
        break;
      }
      poms.add(pom);
    }
    try {
      Hashes hashes = new Hashes();
      for (Path pom : poms) {
        hashes.addContent(pom);
      }
      return hashes.hex().substring(0, 16);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the pom of " + layout.root(), e);
    }
  }
}
