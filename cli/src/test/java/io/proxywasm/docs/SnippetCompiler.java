package io.proxywasm.docs;

import io.proxywasm.config.processor.PluginConfigProcessor;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Runs javac over the blocks of a page. */
final class SnippetCompiler {
  private final Path classes;

  /** Takes where the classes go. */
  SnippetCompiler(Path classes) {
    this.classes = classes;
  }

  /** Returns what javac has against the blocks: page, line, reason. */
  List<String> errors(List<Snippet> snippets) {
    if (snippets.isEmpty()) {
      return List.of();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "--release",
            "17",
            "-d",
            classes.toString(),
            "-s",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    JavaCompiler.CompilationTask task =
        compiler.getTask(
            null, null, found, options, null, snippets.stream().map(Source::new).toList());
    task.setProcessors(List.of(new PluginConfigProcessor()));
    boolean compiled = task.call();
    List<String> errors =
        found.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(SnippetCompiler::text)
            .toList();
    return compiled || !errors.isEmpty() ? errors : List.of("javac failed and does not say why");
  }

  private static String text(Diagnostic<? extends JavaFileObject> diagnostic) {
    String where =
        diagnostic.getSource() instanceof Source source
            ? source.snippet.page() + ":" + diagnostic.getLineNumber()
            : String.valueOf(diagnostic.getSource());
    return where + ": " + diagnostic.getMessage(Locale.ROOT);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final Snippet snippet;

    Source(Snippet snippet) {
      super(
          URI.create("string:///" + snippet.page().getFileName() + "/" + snippet.line() + ".java"),
          Kind.SOURCE);
      this.snippet = snippet;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE && !simpleName.contains("-"); // package-info, module-info
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return snippet.source();
    }
  }
}
