package io.proxywasm.sdk;

/**
 * What becomes of an exception that leaves a callback: it is logged, and costs its own stream at
 * the most.
 */
@Cold
final class Failures {
  private Failures() {}

  static void log(String callback, int contextId, Throwable failure) {
    String text =
        withTrace(
            callback + " failed in context " + Digits.of(contextId) + ": " + failure, failure);
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 8; depth++) {
      text = withTrace(text + "\nCaused by: " + cause, cause);
      cause = cause.getCause();
    }
    Host.calls().log(Codes.LOG_ERROR, text);
  }

  private static String withTrace(String text, Throwable failure) {
    String all = text;
    for (StackTraceElement element : failure.getStackTrace()) {
      all += "\n\tat " + element;
    }
    return all;
  }

  /** Fails a stream, and returns what its callback answers: to go on or to stop. */
  static int fail(StreamContext stream, String callback, Throwable failure) {
    if (passes(stream, callback, failure)) {
      return 0;
    }
    stream.refuse();
    return 1;
  }

  /** Fails an HTTP stream whose response headers may have gone to the client. */
  static int cut(StreamContext stream, String callback, Throwable failure) {
    if (passes(stream, callback, failure)) {
      return 0;
    }
    stream.markEnded();
    try {
      Host.calls().closeStream(Codes.RESPONSE_STREAM);
    } catch (HostcallException over) {
      // It has ended already.
    }
    return 1;
  }

  private static boolean passes(StreamContext stream, String callback, Throwable failure) {
    log(callback, stream.contextId(), failure);
    boolean open = false;
    try {
      open = !stream.mustNotPass && stream.failOpen();
    } catch (Throwable another) {
      log("failOpen", stream.contextId(), another);
    }
    stream.markFailed();
    return open;
  }

  /** Answers the request of the current stream. */
  static void answer() {
    try {
      Host.calls().sendLocalResponse(500, "plugin_exception", Bytes.empty(), new HeaderList(), -1);
    } catch (HostcallException over) {
      // It has ended already.
    }
  }
}
