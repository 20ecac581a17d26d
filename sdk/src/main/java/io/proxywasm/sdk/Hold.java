package io.proxywasm.sdk;

/**
 * One direction of a stream that waits: what comes meanwhile is kept back from the plugin. A type
 * of its own, as {@link Ticker} is.
 */
abstract class Hold {
  /** Data have come; returns whether the plugin is not to see them now. */
  abstract boolean takesData(boolean endOfStream, Replay later);

  /** Trailers have come; returns whether the plugin is not to see them now. */
  abstract boolean takesTrailers(Replay later);
}
