package io.proxywasm.examples.validation;

import io.proxywasm.json.JsonException;
import io.proxywasm.json.JsonReader;
import io.proxywasm.json.JsonType;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import java.util.ArrayList;
import java.util.List;

/** Lets only requests pass whose body is JSON with all members that the configuration names. */
public final class JsonValidation extends PluginContext {
  private static final int MAX_BODY_BYTES = 1024 * 1024;

  private Settings settings = new Settings(List.of());

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(JsonValidation::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration);
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream(settings);
  }

  private static final class Stream extends HttpContext {
    private final Settings settings;

    Stream(Settings settings) {
      this.settings = settings;
    }

    @Override
    public Action onRequestHeaders(Headers headers, boolean endOfStream) {
      if (!"application/json".equals(headers.get("content-type"))) {
        return respond(403).body("content-type must be provided").send();
      }
      return wholeRequestBody(MAX_BODY_BYTES, this::validate);
    }

    private void validate(Body body) {
      try {
        String missing = missing(JsonReader.of(body.get()));
        if (missing == null) {
          return;
        }
        Log.error("required key (" + missing + ") is missing");
      } catch (JsonException wrong) {
        Log.error("body is not a valid json: " + wrong.getMessage());
      }
      respond(403).body("invalid payload").send();
    }

    /** Reads all, so that it is known to be JSON, and returns a member that is not there. */
    private String missing(JsonReader json) {
      List<String> missing = new ArrayList<>(settings.requiredKeys());
      if (json.peek() == JsonType.OBJECT) {
        json.beginObject();
        while (json.hasNext()) {
          missing.remove(json.nextName());
          json.skipValue();
        }
        json.endObject();
      } else {
        json.skipValue();
      }
      json.end();
      return missing.isEmpty() ? null : missing.get(0);
    }
  }
}
