package io.proxywasm.sdk;

/** What has come of one direction while it waits. */
final class Arrivals extends Hold {
  private boolean data;
  private boolean endOfStream;
  private boolean trailers;

  @Override
  boolean takesData(boolean isLast) {
    data = true;
    endOfStream = isLast;
    return true;
  }

  @Override
  boolean takesTrailers() {
    trailers = true;
    return true;
  }

  /** Hands it to the plugin, and returns what the plugin answers the host. */
  int hand(int contextId, int direction) {
    int action = 0;
    if (data) {
      action =
          switch (direction) {
            case Codes.REQUEST_STREAM ->
                Callbacks.onRequestBody(contextId, size(Codes.REQUEST_BODY), endOfStream);
            case Codes.RESPONSE_STREAM ->
                Callbacks.onResponseBody(contextId, size(Codes.RESPONSE_BODY), endOfStream);
            default ->
                Callbacks.onDownstreamData(contextId, size(Codes.DOWNSTREAM_DATA), endOfStream);
          };
    }
    if (trailers) {
      // As from the host: the plugin is asked, whatever it answered before. When it waits again it
      // is asked later.
      action =
          direction == Codes.REQUEST_STREAM
              ? Callbacks.onRequestTrailers(contextId, 0)
              : Callbacks.onResponseTrailers(contextId, 0);
    }
    return action;
  }

  private static int size(int buffer) {
    return Host.calls().bufferSize(buffer);
  }
}
