package io.proxywasm.examples.configuration;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The plugin's configuration.
 *
 * @param header the name of the header that responses get
 * @param value its value
 * @param blockedStatus the status that a blocked path is answered with
 * @param blockedPaths how such paths begin
 */
record Settings(String header, String value, int blockedStatus, List<String> blockedPaths) {
  static final Settings NONE = new Settings("x-configured", "", 403, List.of());

  /**
   * Reads the configuration.
   *
   * @throws com.eclipsesource.json.ParseException if it is no JSON
   * @throws IllegalArgumentException if something in it is missing or wrong
   */
  static Settings parse(String json) {
    JsonValue root = Json.parse(json);
    require(root.isObject(), "it", "an object", root);
    JsonObject object = root.asObject();

    JsonValue header = object.get("header");
    require(header != null && header.isString(), "header", "a text", header);
    JsonValue value = object.get("value");
    require(value != null && value.isString(), "value", "a text", value);
    JsonValue status = object.get("blockedStatus");
    require(status == null || status.isNumber(), "blockedStatus", "a number", status);
    JsonValue blocked = object.get("blockedPaths");
    require(blocked == null || blocked.isArray(), "blockedPaths", "a list", blocked);

    List<String> paths = new ArrayList<>();
    if (blocked != null) {
      for (JsonValue path : blocked.asArray()) {
        require(path.isString(), "blockedPaths[" + paths.size() + "]", "a text", path);
        paths.add(path.asString());
      }
    }
    return new Settings(
        header.asString(), value.asString(), status == null ? 403 : status.asInt(), paths);
  }

  private static void require(boolean condition, String name, String kind, JsonValue found) {
    if (!condition) {
      throw new IllegalArgumentException(
          name + " should be " + kind + (found == null ? " and is missing" : ", but is " + found));
    }
  }
}
