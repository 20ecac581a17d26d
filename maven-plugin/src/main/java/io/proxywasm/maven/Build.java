package io.proxywasm.maven;

import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.compiler.HostProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Builds a module unless it is up to date. What it was built from stands in a file beside it.
 *
 * @param classes the plugin's own classes
 * @param libraries what it depends on, the sdk too
 * @param mainClass the plugin's main class
 * @param keepNames whether the module keeps names
 * @param host the host that it is for
 * @param output where the module goes
 * @param tool the compiler's own files
 */
record Build(
    Path classes,
    List<Path> libraries,
    String mainClass,
    boolean keepNames,
    HostProfile host,
    Path output,
    List<Path> tool) {
  /**
   * How a build ended.
   *
   * @param upToDate whether there was nothing to do
   * @param diagnostics what the compiler said; one of them is an error if there is no module
   */
  record Outcome(boolean upToDate, List<Diagnostic> diagnostics) {
    boolean succeeded() {
      return diagnostics.stream().noneMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }
  }

  Outcome run() {
    return run(this::compile);
  }

  Outcome run(Supplier<CompileResult> compiler) {
    try {
      String inputs = inputs();
      if (Files.exists(names()) && recorded().equals(Optional.of(record(inputs)))) {
        return new Outcome(true, List.of());
      }
      Files.deleteIfExists(inputsFile());
      CompileResult result = compiler.get();
      if (result.succeeded()) {
        write(result, inputs);
      } else {
        Files.deleteIfExists(output); // An old module would pass for the new one.
      }
      return new Outcome(false, result.diagnostics());
    } catch (IOException unusable) {
      throw new UncheckedIOException("cannot read or write " + unusable.getMessage(), unusable);
    }
  }

  private CompileResult compile() {
    return Compiler.builder()
        .mainClass(mainClass)
        .classPath(classPath())
        .keepNames(keepNames)
        .host(host)
        .compile();
  }

  private List<Path> classPath() {
    return Stream.concat(Stream.of(classes), libraries.stream()).toList();
  }

  private void write(CompileResult result, String inputs) throws IOException {
    Files.createDirectories(output.toAbsolutePath().getParent());
    Files.write(output, result.module().orElseThrow());
    Files.write(names(), result.names().orElseThrow());
    Files.writeString(inputsFile(), record(inputs));
  }

  /** The same module with names, which tells what its bytes are for. */
  Path names() {
    String name = output.getFileName().toString();
    String stem = name.endsWith(".wasm") ? name.substring(0, name.length() - 5) : name;
    return output.resolveSibling(stem + ".names.wasm");
  }

  private Path inputsFile() {
    return output.resolveSibling(output.getFileName() + ".inputs");
  }

  private Optional<String> recorded() throws IOException {
    return Files.exists(inputsFile()) && Files.exists(output)
        ? Optional.of(Files.readString(inputsFile()))
        : Optional.empty();
  }

  /** The module is part of the record, as someone may have written another one in its place. */
  private String record(String inputs) throws IOException {
    return inputs + "module " + new Fingerprint().content(output).hex() + "\n";
  }

  private String inputs() throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.text(mainClass).text(host.id()).text(Boolean.toString(keepNames));
    fingerprint.tree(classes);
    for (Path library : libraries) {
      fingerprint.tree(library);
    }
    for (Path file : tool) {
      fingerprint.tree(file);
    }
    return "inputs " + fingerprint.hex() + "\n";
  }
}
