package io.proxywasm.bench;

import io.proxywasm.abi.Status;
import io.proxywasm.compiler.CompileResult;
import io.proxywasm.compiler.Compiler;
import io.proxywasm.json.JsonReader;
import io.proxywasm.sdk.ProxyWasm;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles our own plugins with this repository's SDK and compiler, as they are on the class path.
 */
final class JavaBuild {
  private JavaBuild() {}

  /** Returns the module; what stops it is a {@link BenchException}. */
  static byte[] build(Path source, Path work, String mainClass) throws IOException {
    List<Path> libraries =
        List.of(home(ProxyWasm.class), home(Status.class), home(JsonReader.class));
    Path classes = Files.createDirectories(work.resolve("classes"));
    compile(source.resolve(mainClass + ".java"), classes, libraries);
    CompileResult result =
        Compiler.builder()
            .mainClass(mainClass)
            .classPath(Stream.concat(Stream.of(classes), libraries.stream()).toList())
            .compile();
    return result
        .module()
        .orElseThrow(
            () ->
                new BenchException(
                    result.diagnostics().isEmpty()
                        ? "no module"
                        : result.diagnostics().get(0).toString()));
  }

  private static void compile(Path source, Path classes, List<Path> libraries) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new BenchException("this Java has no compiler; run it with a JDK");
    }
    String classPath =
        libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    List<String> options =
        List.of("--release", "17", "-proc:none", "-d", classes.toString(), "-cp", classPath);
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
      boolean compiled =
          javac
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new BenchException(messages.toString().lines().findFirst().orElse("javac failed"));
      }
    }
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new BenchException("cannot find " + type, e);
    }
  }
}
