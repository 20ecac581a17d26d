package io.proxywasm.proxy.plugin;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.Host;
import io.proxywasm.host.HttpFilterChain;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.proxy.accesslog.LogEntry;
import io.proxywasm.proxy.accesslog.TextLogs;
import io.proxywasm.proxy.net.NettyEventLoop;
import java.util.List;

/** The access logs of an HTTP connection manager, of TCP, or of a listener: text, and plugins. */
final class PluginLogs {
  private static final HeaderMap NO_HEADERS = new HeaderMap(0);

  private final Host host;
  private final TextLogs texts;
  private final List<Slot> plugins;

  PluginLogs(Host host, TextLogs texts, List<Slot> plugins) {
    this.host = host;
    this.texts = texts;
    this.plugins = List.copyOf(plugins);
  }

  boolean isEmpty() {
    return texts.isEmpty() && plugins.isEmpty();
  }

  void log(NettyEventLoop loop, HttpFilterChain stream) {
    for (Slot slot : plugins) {
      host.log(loop, slot.running().plugin(), stream);
    }
    if (!texts.isEmpty()) {
      HeaderMap request = stream.requestHeaders();
      texts.log(
          new LogEntry(
              stream.info(),
              request == null ? NO_HEADERS : request,
              stream.responseHeaders(),
              stream.responseTrailers()));
    }
  }

  /** Writes about what is no HTTP. */
  void log(StreamInfo info) {
    if (!texts.isEmpty()) {
      texts.log(new LogEntry(info, NO_HEADERS, null, null));
    }
  }
}
