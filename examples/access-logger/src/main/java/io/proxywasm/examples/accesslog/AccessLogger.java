package io.proxywasm.examples.accesslog;

import io.proxywasm.json.JsonWriter;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.PluginContext;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.properties.Request;
import io.proxywasm.sdk.properties.Response;
import io.proxywasm.sdk.properties.Source;
import java.util.OptionalLong;

/** Logs a line of JSON for each request when it is over. */
public final class AccessLogger extends PluginContext {
  private Settings settings;

  /** Registers the plugin. */
  public static void main(String[] args) {
    ProxyWasm.plugin(AccessLogger::new);
  }

  @Override
  public boolean onConfigure(Bytes configuration) {
    settings = SettingsReader.read(configuration.isEmpty() ? Bytes.utf8("{}") : configuration);
    return true;
  }

  @Override
  public HttpContext createHttpContext() {
    return new Stream();
  }

  private final class Stream extends HttpContext {
    @Override
    public void onLog() {
      long status = Response.code().orElse(0); // 0: the client went away before the answer.
      if (status != 0 && status < settings.minStatus()) {
        return;
      }
      JsonWriter line = new JsonWriter().beginObject();
      text(line, "method", Request.method());
      text(line, "path", Request.path());
      text(line, "authority", Request.host());
      text(line, "protocol", Request.protocol());
      text(line, "source", Source.address());
      line.name("status").value(status);
      number(line, "requestBytes", Request.size());
      number(line, "responseBytes", Response.size());
      OptionalLong nanos = Request.duration();
      if (nanos.isPresent()) {
        line.name("micros").value(nanos.getAsLong() / 1_000);
      }
      for (String name : settings.headers()) {
        text(line, name, requestHeaders().get(name));
      }
      Log.info(line.endObject().toBytes().utf8());
    }

    private static void text(JsonWriter line, String name, String value) {
      if (value != null) {
        line.name(name).value(value);
      }
    }

    private static void number(JsonWriter line, String name, OptionalLong value) {
      if (value.isPresent()) {
        line.name(name).value(value.getAsLong());
      }
    }
  }
}
