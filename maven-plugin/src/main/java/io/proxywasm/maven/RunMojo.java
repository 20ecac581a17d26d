package io.proxywasm.maven;

import io.proxywasm.envoy.EchoUpstream;
import io.proxywasm.envoy.EnvoyBinary;
import io.proxywasm.envoy.EnvoyConfig;
import io.proxywasm.envoy.EnvoyException;
import io.proxywasm.envoy.EnvoyInstaller;
import io.proxywasm.envoy.EnvoyLauncher;
import io.proxywasm.envoy.EnvoyLogLine;
import io.proxywasm.envoy.EnvoyProcess;
import io.proxywasm.envoy.PluginLog;
import io.proxywasm.host.PluginException;
import io.proxywasm.proxy.config.ConfigException;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Builds the plugin and runs it until Ctrl-C, in the embedded proxy or in a real Envoy; shows what
 * it logs.
 */
@Mojo(name = "run", requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class RunMojo extends ModuleMojo {
  /** The port on 127.0.0.1; 0 takes a free one. */
  @Parameter(property = "proxy-wasm.port", defaultValue = "8080")
  private int port = 8080;

  /** Where requests go, HOST:PORT. Without it a built-in server answers with what it got. */
  @Parameter(property = "proxy-wasm.upstream")
  private @Nullable String upstream;

  /** More clusters for callouts, NAME=HOST:PORT each. */
  @Parameter(property = "proxy-wasm.clusters")
  private @Nullable List<String> clusters;

  /** The plugin's configuration as text. */
  @Parameter(property = "proxy-wasm.configuration")
  private @Nullable String configuration;

  /** What runs the module in the embedded proxy: {@code compiled} or {@code interpreted}. */
  @Parameter(property = "proxy-wasm.engine", defaultValue = "compiled")
  private String engine = "compiled";

  /** Runs it in a real Envoy: the one on the PATH, else one that is fetched. */
  @Parameter(property = "proxy-wasm.envoy", defaultValue = "false")
  private boolean envoy;

  /** The real Envoy to run it in. */
  @Parameter(property = "proxy-wasm.envoyPath")
  private @Nullable File envoyPath;

  /** The version of a real Envoy to fetch and run it in. */
  @Parameter(property = "proxy-wasm.envoyVersion")
  private @Nullable String envoyVersion;

  /** Makes the goal; Maven does that. */
  public RunMojo() {}

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    buildModule();
    try (EchoUpstream echo = EchoUpstream.start()) {
      RunConfig config =
          new RunConfig(
              project.getArtifactId(),
              output.toPath(),
              port,
              Optional.ofNullable(upstream),
              clusters == null ? List.of() : clusters,
              Optional.ofNullable(configuration));
      if (envoy || envoyPath != null || envoyVersion != null) {
        serveByEnvoy(config.forEnvoy(echo));
      } else {
        new EmbeddedRun(engine, getLog()).serve(config.forEnvoy(echo).bootstrap());
      }
    } catch (EnvoyException | ConfigException | PluginException failed) {
      throw new MojoFailureException(failed.getMessage(), failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void serveByEnvoy(EnvoyConfig config) throws MojoFailureException {
    try (EnvoyProcess process = EnvoyLauncher.of(binary()).onLog(this::log).start(config)) {
      getLog().info("Envoy serves the plugin: curl -i http://127.0.0.1:" + process.port("main"));
      getLog().info("Its admin page is " + process.adminUri() + "; Ctrl-C ends it.");
      AtomicBoolean stopped = new AtomicBoolean();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped.set(true)));
      int exit = process.onExit().join();
      if (!stopped.get()) {
        throw new MojoFailureException("Envoy ended with exit code " + exit + ".");
      }
    }
  }

  private EnvoyBinary binary() {
    EnvoyInstaller installer = EnvoyInstaller.create().withProgress(getLog()::info);
    if (envoyPath != null) {
      return EnvoyBinary.at(envoyPath.toPath());
    }
    return envoyVersion == null ? installer.locate() : installer.install(envoyVersion);
  }

  /** Shows what the plugin says, and of Envoy what is wrong. */
  private void log(EnvoyLogLine line) {
    boolean ofPlugin = line.plugin().isPresent();
    String text = line.plugin().map(PluginLog::message).orElse(line.message());
    if (line.isError()) {
      getLog().error(text);
    } else if (line.level().equals("warning")) {
      getLog().warn(text);
    } else if (ofPlugin) {
      getLog().info(text);
    }
  }
}
