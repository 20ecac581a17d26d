package io.proxywasm.compiler;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles plugins that a test writes down as text. */
final class Plugins {
  static final List<Path> SDK =
      Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
          .filter(
              e ->
                  e.contains("/sdk/")
                      || e.contains("/abi/")
                      || e.contains("proxy-wasm-sdk")
                      || e.contains("proxy-wasm-abi")
                      || e.contains("teavm-interop"))
          .map(Path::of)
          .toList();

  private Plugins() {}

  /** Compiles one source file, whose public class is {@code demo.Plugin}, and then the plugin. */
  static CompileResult compile(Path folder, String source) {
    return builder(folder, source).compile();
  }

  static Compiler.Builder builder(Path folder, String source) {
    List<String> options = List.of("-g", "-d", folder.toString(), "-cp", classPath(SDK));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var output = new java.io.StringWriter();
    if (!compiler.getTask(output, null, null, options, null, List.of(new Source(source))).call()) {
      throw new AssertionError(output.toString());
    }
    List<Path> classPath = new ArrayList<>(List.of(folder));
    classPath.addAll(SDK);
    return Compiler.builder().mainClass("demo.Plugin").classPath(classPath);
  }

  /** A plugin whose onRequestHeaders has this body. */
  static String httpPlugin(String body) {
    return """
        package demo;
        import io.proxywasm.sdk.*;
        import java.util.*;
        public final class Plugin extends HttpContext {
          public static void main(String[] args) { ProxyWasm.http(Plugin::new); }
          @Override public Action onRequestHeaders(Headers headers, boolean endOfStream) {
            try {
              %s
            } catch (RuntimeException e) { throw e; } catch (Exception e) { throw new IllegalStateException(e); }
            return Action.CONTINUE;
          }
        }
        """
        .formatted(body);
  }

  private static String classPath(List<Path> entries) {
    return String.join(java.io.File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  static Path folder(Path base, String name) {
    try {
      return Files.createDirectories(base.resolve(name));
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///demo/Plugin.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
