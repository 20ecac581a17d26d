package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Header;
import io.proxywasm.sdk.HeaderList;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HostcallException;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProxyWasm;

/** Reads and changes headers and trailers as the header {@code case} says. */
public final class HeadersPlugin extends HttpContext {
  private static Bytes kept = Bytes.empty();
  private String name = "";

  public static void main(String[] args) {
    ProxyWasm.http(HeadersPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    name = headers.get("case", "");
    if (name.equals("request-pseudo")) {
      headers.set("result", headers.get(":method") + " " + headers.get(":path"));
      headers.set(":path", headers.get(":path", "").replace("old", "new"));
      headers.set(":method", "PUT");
      headers.set(":authority", "other.example");
      return Action.CONTINUE;
    }
    if (name.equals("kept")) {
      headers.set("result", "" + kept.length());
      return Action.CONTINUE;
    }
    change(headers);
    return Action.CONTINUE;
  }

  @Override
  public Action onResponseHeaders(Headers headers, boolean endOfStream) {
    if (name.equals("request-headers-late")) {
      lateRead();
    } else if (name.startsWith("response-")) {
      name = name.substring("response-".length());
      change(headers);
    }
    return Action.CONTINUE;
  }

  private void lateRead() {
    try {
      requestHeaders().set("x", "y");
      Log.info("late: done");
    } catch (HostcallException e) {
      Log.info("late: " + e.getMessage() + " " + e.hostcall() + " " + e.status());
    }
  }

  private void change(Headers headers) {
    switch (name) {
      case "get" ->
          headers.set(
              "result",
              headers.get("multi")
                  + ","
                  + headers.get("missing")
                  + ","
                  + headers.get("missing", "otherwise")
                  + ","
                  + headers.contains("multi")
                  + ","
                  + headers.contains("missing")
                  + ",<"
                  + headers.get("empty")
                  + ">");
      case "all" -> headers.set("result", headers.all("multi") + " " + headers.all("missing"));
      case "names" -> headers.set("result", String.join(",", headers.names()));
      case "size" -> headers.set("result", headers.size() + " " + headers.names().size());
      case "iterate" -> {
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
          if (header.name().startsWith("multi") || header.name().equals("utf8")) {
            text.append(header.name()).append('=').append(header.value()).append(';');
          }
        }
        headers.set("result", text.toString());
      }
      case "set" -> {
        headers.set("multi", "one");
        headers.set("new", "set");
        headers.set("empty", "");
      }
      case "add" -> {
        headers.add("multi", "c");
        headers.add("new", "1");
        headers.add("new", "2");
      }
      case "remove" -> {
        headers.remove("multi");
        headers.remove("missing");
      }
      case "replace-all" -> replaceAll(headers);
      case "bytes" -> {
        Bytes value = headers.getBytes("utf8");
        if (value != null) {
          headers.add("raw", value.slice(0, value.length()));
          headers.set("length", "" + value.length());
        }
        headers.add("made", Bytes.of(new byte[] {'x', (byte) 0xC3, (byte) 0xA4}));
        headers.set("missing-bytes", "" + headers.getBytes("missing"));
      }
      case "utf8" -> {
        headers.set("result", headers.get("utf8", "") + "\u00df\u20ac\ud83d\ude00");
        headers.set("length", "" + headers.get("utf8", "").length());
      }
      case "keep" -> {
        Bytes value = headers.getBytes("multi");
        kept = value == null ? Bytes.empty() : value;
        headers.set("result", kept.utf8());
      }
      case "use-kept" -> headers.set("result", kept.utf8());
      case "many" -> {
        for (int i = 0; i < 50; i++) {
          headers.add("added-" + i, "value " + i);
        }
        headers.set("result", "" + headers.names().size());
      }
      case "long" -> headers.set("result", headers.get("long", "") + headers.get("long", ""));
      default -> {}
    }
  }

  private static void replaceAll(Headers headers) {
    HeaderList list = new HeaderList();
    for (Header header : headers) {
      // Envoy finds no route without the latter.
      if (header.name().startsWith(":") || header.name().equals("x-forwarded-proto")) {
        list.add(header.name(), header.value());
      }
    }
    list.addAll(HeaderList.of("b", "1", "a", "2")).add("b", "3").add("e", "");
    list.add("u", Bytes.utf8("\u00e4"));
    headers.replaceAll(list);
  }

  @Override
  public Action onRequestBody(Body body, boolean endOfStream) {
    if (endOfStream && name.equals("add-trailers")) {
      requestTrailers().add("made", "by the plugin");
    }
    return Action.CONTINUE;
  }

  @Override
  public Action onRequestTrailers(Headers trailers) {
    trailers(trailers);
    return Action.CONTINUE;
  }

  @Override
  public Action onResponseBody(Body body, boolean endOfStream) {
    if (endOfStream && name.equals("add-trailers")) {
      responseTrailers().add("made", "by the plugin");
    }
    return Action.CONTINUE;
  }

  @Override
  public Action onResponseTrailers(Headers trailers) {
    trailers(trailers);
    return Action.CONTINUE;
  }

  private void trailers(Headers trailers) {
    if (name.equals("trailers")) {
      trailers.set("result", trailers.get("t", "") + trailers.names());
      trailers.add("t", "more");
      trailers.remove("gone");
    }
  }
}
