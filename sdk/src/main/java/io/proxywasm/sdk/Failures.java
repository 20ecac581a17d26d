package io.proxywasm.sdk;

/**
 * What becomes of an exception that leaves a callback: it is logged, and costs its own stream at
 * the most.
 */
@Cold
final class Failures {
  private Failures() {}

  static void log(String callback, int contextId, Throwable failure) {
    StringBuilder text = new StringBuilder();
    text.append(callback)
        .append(" failed in context ")
        .append(Digits.of(contextId))
        .append(": ")
        .append(failure);
    appendTrace(text, failure);
    Throwable cause = failure.getCause();
    for (int depth = 0; cause != null && depth < 8; depth++) {
      text.append("\nCaused by: ").append(cause);
      appendTrace(text, cause);
      cause = cause.getCause();
    }
    Host.calls().log(Codes.LOG_ERROR, text.toString());
  }

  private static void appendTrace(StringBuilder text, Throwable failure) {
    for (StackTraceElement element : failure.getStackTrace()) {
      text.append("\n\tat ").append(element);
    }
  }

  /** Fails a stream while nothing of its response has gone to the client. */
  static Action answer(HttpContext stream, String callback, Throwable failure) {
    log(callback, stream.contextId(), failure);
    stream.markFailed();
    if (failsOpen(stream)) {
      return Action.CONTINUE;
    }
    return answer();
  }

  /** Fails a stream whose context could not be made. */
  static void refuse(int contextId, Throwable failure) {
    log("createHttpContext", contextId, failure);
    answer();
  }

  private static Action answer() {
    try {
      return new LocalResponse(500).details("plugin_exception").send();
    } catch (HostcallException noAnswer) {
      return Action.PAUSE;
    }
  }

  /** Fails a stream whose response headers have gone. */
  static Action reset(HttpContext stream, String callback, Throwable failure) {
    log(callback, stream.contextId(), failure);
    stream.markFailed();
    if (failsOpen(stream)) {
      return Action.CONTINUE;
    }
    try {
      Host.calls().closeStream(Codes.RESPONSE_STREAM);
    } catch (HostcallException alreadyClosed) {
      log(callback, stream.contextId(), alreadyClosed);
    }
    return Action.PAUSE;
  }

  private static boolean failsOpen(HttpContext stream) {
    try {
      return stream.failOpen();
    } catch (Throwable failure) {
      log("failOpen", stream.contextId(), failure);
      return false;
    }
  }
}
