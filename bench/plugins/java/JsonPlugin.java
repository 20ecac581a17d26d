import io.proxywasm.json.JsonException;
import io.proxywasm.json.JsonReader;
import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Body;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.ProxyWasm;
import java.util.ArrayList;
import java.util.List;

/** Per request: let the body pass if it is JSON and an object with the members that must be there. */
public final class JsonPlugin extends HttpContext {
  private static final List<String> REQUIRED = List.of("id", "customer", "items", "total");

  public static void main(String[] args) {
    ProxyWasm.http(JsonPlugin::new);
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    if (!"application/json".equals(headers.get("content-type"))) {
      return respond(403).body("content-type must be provided").send();
    }
    return wholeRequestBody(this::validate);
  }

  private void validate(Body body) {
    try {
      if (hasAll(JsonReader.of(body.get()))) {
        return;
      }
    } catch (JsonException wrong) {
      // Told below, as a member that is missing is.
    }
    respond(403).body("invalid payload").send();
  }

  private static boolean hasAll(JsonReader json) {
    List<String> missing = new ArrayList<>(REQUIRED);
    json.beginObject();
    while (json.hasNext()) {
      missing.remove(json.nextName());
      json.skipValue();
    }
    json.endObject();
    json.end();
    return missing.isEmpty();
  }
}
