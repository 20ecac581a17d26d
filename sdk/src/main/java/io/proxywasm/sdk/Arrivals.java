package io.proxywasm.sdk;

import org.jspecify.annotations.Nullable;

/** What has come of one direction while it waits. */
final class Arrivals extends Hold {
  private @Nullable Replay data;
  private boolean endOfStream;
  private @Nullable Replay trailers;

  @Override
  boolean takesData(boolean isLast, Replay later) {
    data = later;
    endOfStream = isLast;
    return true;
  }

  @Override
  boolean takesTrailers(Replay later) {
    trailers = later;
    return true;
  }

  /** Hands it to the plugin, and returns what the plugin answers the host. */
  int hand(int contextId) {
    int action = 0;
    if (data != null) {
      action = data.call(contextId, endOfStream);
    }
    if (trailers != null) {
      // As from the host: the plugin is asked, whatever it answered before. When it waits again it
      // is asked later.
      action = trailers.call(contextId, true);
    }
    return action;
  }
}
