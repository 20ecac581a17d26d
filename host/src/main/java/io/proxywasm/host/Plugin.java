package io.proxywasm.host;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that runs on all loops of its {@link Host}. Streams that began with it end with it, also
 * after {@link #close}.
 */
public final class Plugin implements AutoCloseable {
  private final PluginConfig config;
  private final Map<EventLoop, PluginHandle> handles;

  Plugin(PluginConfig config, Map<EventLoop, PluginHandle> handles) {
    this.config = config;
    this.handles = Map.copyOf(handles);
  }

  /** Its configuration. */
  public PluginConfig config() {
    return config;
  }

  PluginHandle on(EventLoop loop) {
    @Nullable PluginHandle handle = handles.get(loop);
    if (handle == null) {
      throw new IllegalArgumentException("The plugin " + config.name() + " is not on this loop");
    }
    return handle;
  }

  /** Drains: no new streams; its VMs are closed when their last stream is over. Any thread. */
  @Override
  public void close() {
    handles.forEach((loop, handle) -> loop.execute(handle::close));
  }
}
