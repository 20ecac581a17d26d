package io.proxywasm.config;

import io.proxywasm.sdk.Cold;

/** Tells what is wrong with a configuration. */
@Cold
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  ConfigException(String path, String problem) {
    this.path = path;
    this.problem = problem;
  }

  /** Returns where it is wrong, like {@code $.limits[2].rate}. */
  public String path() {
    return path;
  }

  /** Returns where it is wrong, the value that is there, and what was expected. */
  @Override
  public String getMessage() {
    return path + ": " + problem;
  }

  /** Returns what gets into the log: a compiled module has no names of classes. */
  @Override
  public String toString() {
    return "configuration refused: " + getMessage();
  }
}
