package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Reads and changes bodies as the headers {@code request} and {@code response} say. */
public final class BodyPlugin extends HttpContext {
  private String request = "";
  private String response = "";
  private boolean first = true;

  public static void main(String[] args) {
    ProxyWasm.http(BodyPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    request = headers.get("request", "");
    response = headers.get("response", "");
    if (request.startsWith("whole-")) {
      return wholeRequestBody(body -> whole("request", request, body));
    }
    if (!request.isEmpty()) {
      headers.remove("content-length");
    }
    return Action.CONTINUE;
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    first = true;
    if (response.startsWith("whole-")) {
      return wholeResponseBody(body -> whole("response", response, body));
    }
    if (!response.isEmpty()) {
      headers.remove("content-length");
    }
    return Action.CONTINUE;
  }

  @Override
  public Action onRequestBody(Body body, boolean endOfStream) {
    return chunk("request", request, body, endOfStream);
  }

  @Override
  public Action onResponseBody(Body body, boolean endOfStream) {
    return chunk("response", response, body, endOfStream);
  }

  private Action chunk(String direction, String name, Body body, boolean endOfStream) {
    switch (name) {
      case "stream" ->
          Log.info(direction + " chunk " + body.size() + " " + body.get() + " " + endOfStream);
      case "upper" -> body.replace(body.get().utf8().toUpperCase(java.util.Locale.ROOT));
      case "pause" -> {
        Log.info(direction + " paused " + body.size() + " " + endOfStream);
        return endOfStream ? Action.CONTINUE : Action.PAUSE;
      }
      case "prepend" -> {
        if (first) {
          body.prepend("<");
          first = false;
        }
      }
      case "append" -> {
        if (endOfStream) {
          body.append(">");
        }
      }
      case "size" ->
          Log.info(direction + " part " + body.get(2, 3) + " " + body.get(body.size(), 5).length());
      default -> {}
    }
    return Action.CONTINUE;
  }

  private static void whole(String direction, String name, Body body) {
    switch (name.substring("whole-".length())) {
      case "log" -> Log.info(direction + " whole " + body.size() + " " + body.get());
      case "count" -> count(direction, body);
      case "replace" -> body.replace("other");
      case "replace-bytes" -> body.replace(Bytes.of(new byte[] {'b', 'y', 't', 'e', 's'}));
      case "empty" -> body.replace("");
      case "all" -> {
        body.append(" end");
        body.prepend("start ");
        Log.info(direction + " size " + body.size() + " " + body.get());
      }
      case "slice" -> body.replace(body.get().slice(2, body.size() - 2));
      case "double" -> body.append(body.get());
      case "views" -> views(body.get());
      case "find" -> find(body.get());
      default -> throw new IllegalStateException(name);
    }
  }

  private static void count(String direction, Body body) {
    Bytes bytes = body.get();
    int lines = 0;
    for (int i = bytes.indexOf((byte) '\n', 0); i >= 0; i = bytes.indexOf((byte) '\n', i + 1)) {
      lines++;
    }
    int sum = 0;
    for (byte value : bytes.toByteArray()) {
      sum = sum * 31 + value;
    }
    Log.info(direction + " " + bytes.length() + " bytes " + lines + " lines sum " + sum);
  }

  /** Looks for each part of a body in the view and in an array, which must find the same. */
  private static void find(Bytes bytes) {
    Bytes array = Bytes.of(bytes.toByteArray());
    int searches = 0;
    for (int start = 0; start <= bytes.length(); start++) {
      for (int end = start; end <= Math.min(start + 20, bytes.length()); end++) {
        Bytes wanted = (end % 2 == 0 ? bytes : array).slice(start, end);
        for (int from : new int[] {-1, 0, start, start + 1, bytes.length() + 1}) {
          int found = bytes.indexOf(wanted, from);
          if (found != array.indexOf(wanted, from)) {
            Log.error("find " + wanted + " from " + from + ": " + found);
          }
          searches++;
        }
      }
    }
    Log.info("find done " + searches + " " + bytes.indexOf(Bytes.utf8("aabc"), Integer.MAX_VALUE));
  }

  /** For a body of {@code key=value; other=\u00e4\u20ac}. */
  private static void views(Bytes bytes) {
    Bytes value = bytes.slice(bytes.indexOf((byte) '=', 0) + 1, bytes.indexOf((byte) ';', 0));
    String outside;
    try {
      outside = "" + bytes.slice(5, 4);
    } catch (IndexOutOfBoundsException e) {
      outside = "outside";
    }
    try {
      outside += bytes.byteAt(bytes.length());
    } catch (IndexOutOfBoundsException e) {
      outside += " " + e.getMessage();
    }
    Log.info(
        "views "
            + value
            + "|"
            + bytes.indexOf("other")
            + "|"
            + bytes.indexOf("missing")
            + "|"
            + bytes.indexOf(value)
            + "|"
            + bytes.indexOf(value, 6)
            + "|"
            + bytes.contains("\u20ac")
            + "|"
            + bytes.startsWith("key=")
            + "|"
            + bytes.startsWith("other")
            + "|"
            + value.contentEquals("value")
            + "|"
            + value.contentEquals(Bytes.of(new byte[] {'v', 'a', 'l', 'u', 'e'}))
            + "|"
            + value.contentEquals("valu")
            + "|"
            + bytes.slice(bytes.indexOf("\u00e4")).utf8()
            + "|"
            + value.byteAt(1)
            + "|"
            + Bytes.empty().isEmpty()
            + "|"
            + bytes.indexOf((byte) 'z', 0)
            + "|"
            + outside);
  }
}
