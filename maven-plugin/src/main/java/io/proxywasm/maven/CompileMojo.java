package io.proxywasm.maven;

import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProjectHelper;

/** Compiles the project's classes to {@code plugin.wasm}. Does nothing when that is up to date. */
@Mojo(
    name = "compile",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class CompileMojo extends ModuleMojo {
  private final MavenProjectHelper helper;

  /** Whether to leave it out. */
  @Parameter(property = "proxy-wasm.skip", defaultValue = "false")
  private boolean skip;

  /** Whether the module is installed and deployed with the project, as an artifact of type wasm. */
  @Parameter(property = "proxy-wasm.attach", defaultValue = "true")
  private boolean attach;

  /**
   * Makes the goal; Maven does that.
   *
   * @param helper attaches the module to the project
   */
  @Inject
  public CompileMojo(MavenProjectHelper helper) {
    this.helper = helper;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: proxy-wasm.skip is set.");
      return;
    }
    if (project.getPackaging().equals("pom")) {
      getLog().debug("A parent has no classes; its modules inherit the goal.");
      return;
    }
    buildModule();
    if (attach) {
      helper.attachArtifact(project, "wasm", output);
    }
  }
}
