package io.proxywasm.host;

import org.jspecify.annotations.Nullable;

/** A plugin that could not be started; the message says which and why. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Which plugin, and why. */
  public PluginException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
