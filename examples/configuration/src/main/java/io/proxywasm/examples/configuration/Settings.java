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
    if (!root.isObject()) {
      throw wrong("it", "an object", root);
    }
    JsonObject object = root.asObject();
    return new Settings(
        text("header", object.get("header")),
        text("value", object.get("value")),
        status("blockedStatus", object.get("blockedStatus")),
        texts("blockedPaths", object.get("blockedPaths")));
  }

  private static String text(String name, JsonValue value) {
    if (value == null || !value.isString()) {
      throw wrong(name, "a text", value);
    }
    return value.asString();
  }

  private static int status(String name, JsonValue value) {
    if (value == null) {
      return 403;
    }
    try {
      int status = value.asInt();
      if (status >= 400 && status <= 599) {
        return status;
      }
    } catch (UnsupportedOperationException | NumberFormatException noInteger) {
      // Told below.
    }
    throw wrong(name, "400 to 599", value);
  }

  private static List<String> texts(String name, JsonValue value) {
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    if (!value.isArray()) {
      throw wrong(name, "a list", value);
    }
    for (JsonValue element : value.asArray()) {
      texts.add(text(name + "[" + texts.size() + "]", element));
    }
    return texts;
  }

  private static IllegalArgumentException wrong(String name, String wanted, JsonValue found) {
    return new IllegalArgumentException(
        name + " should be " + wanted + (found == null ? " and is missing" : ", but is " + found));
  }
}
