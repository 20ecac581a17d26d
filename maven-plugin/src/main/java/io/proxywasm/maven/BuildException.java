package io.proxywasm.maven;

import org.apache.maven.plugin.MojoFailureException;

/** A mistake in the plugin's project, told in words for its author. */
final class BuildException extends MojoFailureException {
  private static final long serialVersionUID = 1L;

  BuildException(String message) {
    super(message);
  }
}
