package io.proxywasm.examples.masking;

import io.proxywasm.json.JsonElements;
import io.proxywasm.json.JsonReader;
import io.proxywasm.json.JsonType;
import io.proxywasm.json.JsonWriter;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;

/** Masks fields in JSON that is answered, while it passes. */
public final class JsonMasking extends PluginContext {
  private Settings settings;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(JsonMasking::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration);
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private Bytes masked(Bytes element) {
    JsonReader in = JsonReader.of(element);
    JsonWriter out = new JsonWriter();
    mask(in, out);
    in.end();
    return out.toBytes();
  }

  /** The reader limits how deep this goes. */
  private void mask(JsonReader in, JsonWriter out) {
    JsonType type = in.peek();
    if (type == JsonType.OBJECT) {
      in.beginObject();
      out.beginObject();
      while (in.hasNext()) {
        String name = in.nextName();
        out.name(name);
        if (settings.fields().contains(name)) {
          in.skipValue();
          out.value(settings.mask());
        } else {
          mask(in, out);
        }
      }
      in.endObject();
      out.endObject();
    } else if (type == JsonType.ARRAY) {
      in.beginArray();
      out.beginArray();
      while (in.hasNext()) {
        mask(in, out);
      }
      in.endArray();
      out.endArray();
    } else {
      out.copy(in);
    }
  }

  private final class Stream extends HttpContext {
    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      headers.remove("accept-encoding"); // Nothing can be masked in what is compressed.
      return Action.CONTINUE;
    }

    @Override
    public Action onResponseHeaders(Headers headers, boolean endOfStream) {
      if (endOfStream || !headers.get("content-type", "").startsWith("application/json")) {
        return Action.CONTINUE;
      }
      if (headers.get("content-encoding") != null) {
        return respond(502).body("The answer is compressed").send();
      }
      headers.remove("etag");
      return rewriteResponseBody(
          new JsonElements(settings.maxElementBytes(), JsonMasking.this::masked));
    }
  }
}
