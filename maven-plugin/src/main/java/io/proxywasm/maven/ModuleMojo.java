package io.proxywasm.maven;

import io.proxywasm.compiler.Diagnostic;
import io.proxywasm.compiler.HostProfile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What both goals do: build the module if it is not there or is old. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields.
abstract class ModuleMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  protected MavenProject project;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor descriptor;

  /** The folder with the plugin's classes. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
  private File classes;

  /**
   * The class whose {@code main} registers the plugin, with its package. Not needed where there is
   * only one.
   */
  @Parameter(property = "proxy-wasm.mainClass", defaultValue = "")
  private String mainClass;

  /** The oldest host that has to take the module: envoy-1.36 to envoy-1.40, or embedded. */
  @Parameter(property = "proxy-wasm.host", defaultValue = "envoy-1.36")
  private String host;

  /**
   * Whether the module keeps the names of functions, and exceptions get stack traces with Java
   * lines. It more than doubles the module.
   */
  @Parameter(property = "proxy-wasm.keepNames", defaultValue = "false")
  private boolean keepNames;

  /** The file to write. */
  @Parameter(
      property = "proxy-wasm.output",
      defaultValue = "${project.build.directory}/plugin.wasm",
      required = true)
  protected File output;

  /** Builds the module where it is not up to date, and tells what there is to tell. */
  protected final void buildModule() throws MojoExecutionException, MojoFailureException {
    long begin = System.nanoTime();
    Build build = describeBuild();
    Build.Outcome outcome;
    try {
      outcome = build.run();
    } catch (UncheckedIOException unusable) {
      throw new MojoExecutionException(unusable.getMessage(), unusable);
    }
    Sources sources = new Sources(project.getCompileSourceRoots().stream().map(Path::of).toList());
    for (Diagnostic diagnostic : outcome.diagnostics()) {
      if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
        getLog().error(sources.describe(diagnostic));
      } else {
        getLog().warn(sources.describe(diagnostic));
      }
    }
    if (!outcome.succeeded()) {
      throw new BuildException(
          output.getName()
              + " was not made: see the errors above, about "
              + build.mainClass()
              + ".");
    }
    if (outcome.upToDate()) {
      getLog().info(output.getName() + " is up to date");
    } else {
      getLog().info(summary(build, (System.nanoTime() - begin) / 1_000_000));
    }
  }

  private Build describeBuild() throws MojoFailureException {
    Path folder = classes.toPath();
    return new Build(
        folder,
        libraries(),
        PluginMain.choose(mainClass == null ? "" : mainClass, folder),
        keepNames,
        profile(),
        output.toPath(),
        tool());
  }

  private HostProfile profile() throws BuildException {
    return HostProfile.ofId(host)
        .orElseThrow(
            () ->
                new BuildException(
                    "There is no host \""
                        + host
                        + "\". <host> is one of "
                        + Arrays.stream(HostProfile.values())
                            .map(HostProfile::id)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private List<Path> libraries() {
    return project.getArtifacts().stream()
        .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
        .filter(artifact -> !Artifact.SCOPE_TEST.equals(artifact.getScope()))
        .map(artifact -> artifact.getFile().toPath())
        .toList();
  }

  private List<Path> tool() {
    List<Path> files = new ArrayList<>();
    for (Artifact artifact : descriptor.getArtifacts()) {
      if (artifact.getFile() != null) {
        files.add(artifact.getFile().toPath());
      }
    }
    return files;
  }

  private String summary(Build build, long milliseconds) {
    try {
      return String.format(
          "%s: %,d bytes, %s, for %s and newer, in %.1f s",
          output.getName(),
          Files.size(output.toPath()),
          build.mainClass(),
          build.host(),
          milliseconds / 1000.0);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
