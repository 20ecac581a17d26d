package io.proxywasm.config.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a source {@code test.Settings} with the processor, and runs what came of it. */
final class Javac {
  private static final String IMPORTS =
      "package test; import io.proxywasm.config.*; import java.util.*; import java.time.Duration;"
          + " import org.jspecify.annotations.Nullable;\n";

  private Javac() {}

  private record Source(String text) {
    JavaFileObject file() {
      return new SimpleJavaFileObject(
          URI.create("mem:///test/Settings.java"), JavaFileObject.Kind.SOURCE) {
        @Override
        public CharSequence getCharContent(boolean ignored) {
          return IMPORTS + text;
        }
      };
    }
  }

  /** Returns the errors and warnings, each with its line, of which the first is 1. */
  static List<String> problems(Path folder, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(problems, Locale.ENGLISH, UTF_8)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              files,
              problems,
              List.of("-d", folder.toString(), "-Xlint:all,-processing", "-parameters"),
              null,
              List.of(new Source(source).file()));
      task.setProcessors(List.of(new PluginConfigProcessor()));
      boolean unused = task.call();
    }
    List<String> texts = new ArrayList<>();
    for (Diagnostic<?> problem : problems.getDiagnostics()) {
      texts.add(problem.getLineNumber() - 1 + ": " + problem.getMessage(Locale.ENGLISH));
    }
    return texts;
  }

  /** Compiles and returns the method that reads. */
  static Reader reader(Path folder, String source) throws IOException {
    List<String> problems = problems(folder, source);
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
    URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, Javac.class.getClassLoader());
    try {
      Method method =
          loader.loadClass("test.SettingsReader").getDeclaredMethod("read", String.class);
      method.setAccessible(true);
      return new Reader(method);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  record Reader(Method method) {
    Object read(String json) {
      try {
        return method.invoke(null, json);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
          throw thrown;
        }
        throw new AssertionError(e);
      } catch (IllegalAccessException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }
}
