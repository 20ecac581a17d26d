package io.proxywasm.config;

/** Tells what is wrong with a configuration. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;

  ConfigException(String path, String problem) {
    super(path + ": " + problem);
    this.path = path;
  }

  /** Returns where it is wrong, like {@code $.limits[2].rate}. */
  public String path() {
    return path;
  }

  /** Returns what gets into the log: a compiled module has no names of classes. */
  @Override
  public String toString() {
    return "configuration refused: " + getMessage();
  }
}
