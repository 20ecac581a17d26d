package io.proxywasm.host;

/**
 * A plugin that runs on all loops of its {@link Host}. Streams that began with it end with it, also
 * after {@link #close}.
 */
public final class Plugin implements AutoCloseable {
  Plugin() {}

  /** Its configuration. */
  public PluginConfig config() {
    throw new UnsupportedOperationException();
  }

  /** Drains: no new streams; its VMs are closed when their last stream is over. Any thread. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
