package io.proxywasm.sdk;

/**
 * A callback that is made again, by the sdk. Who keeps something back is handed the way to it, so
 * that modules have the callbacks only that they need.
 */
interface Replay {
  int call(int contextId, boolean endOfStream);
}
