package io.proxywasm.compiler;

import io.proxywasm.compiler.teavm.TeaVmBuild;
import io.proxywasm.compiler.teavm.TeaVmDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles a plugin from class files to a module that Envoy loads.
 *
 * <pre>{@code
 * CompileResult result =
 *     Compiler.builder().mainClass("com.example.HeaderAuth").classPath(classes, sdkJar).compile();
 * }</pre>
 *
 * <p>The same input gives the same bytes. What is wrong with a plugin comes as {@linkplain
 * Diagnostic values}, not as exceptions.
 */
public final class Compiler {
  private Compiler() {}

  /** Returns a builder in which only the main class and the class path are missing. */
  public static Builder builder() {
    return new Builder("", List.of(), false, HostProfile.ENVOY_1_36);
  }

  /**
   * What to compile, and for what.
   *
   * @param mainClass the class whose {@code main} registers the plugin, with its package
   * @param classPath jars and folders: the plugin, its libraries, the sdk
   * @param keepNames whether the module keeps function names and exceptions get stack traces with
   *     Java lines; it more than doubles the module
   * @param host the host whose imports the module may use
   */
  public record Builder(
      String mainClass, List<Path> classPath, boolean keepNames, HostProfile host) {
    /** Makes an immutable copy of the class path. */
    public Builder {
      classPath = List.copyOf(classPath);
    }

    /** Returns a builder with this main class. */
    public Builder mainClass(String name) {
      return new Builder(name, classPath, keepNames, host);
    }

    /** Returns a builder with this class path. */
    public Builder classPath(List<Path> entries) {
      return new Builder(mainClass, entries, keepNames, host);
    }

    /** Returns a builder with this class path. */
    public Builder classPath(Path... entries) {
      return classPath(List.of(entries));
    }

    /** Returns a builder that keeps names, or does not. */
    public Builder keepNames(boolean keep) {
      return new Builder(mainClass, classPath, keep, host);
    }

    /** Returns a builder for this host. */
    public Builder host(HostProfile profile) {
      return new Builder(mainClass, classPath, keepNames, profile);
    }

    /** Compiles. */
    public CompileResult compile() {
      List<Diagnostic> diagnostics = new ArrayList<>();
      for (Path entry : classPath) {
        if (!Files.exists(entry)) {
          diagnostics.add(
              Diagnostic.error("class path entry " + entry + " does not exist", "Build it first."));
        }
      }
      PluginClass.check(mainClass, classPath).ifPresent(diagnostics::add);
      if (!diagnostics.isEmpty()) {
        return CompileResult.failed(diagnostics);
      }
      TeaVmBuild build = TeaVmDriver.build(mainClass, classPath, keepNames);
      diagnostics.addAll(build.diagnostics());
      if (build.module().isEmpty()) {
        return CompileResult.failed(diagnostics);
      }
      return ModuleFinisher.finish(build, build.module().get(), keepNames, host, diagnostics);
    }
  }
}
