package io.proxywasm.proxy.config;

import static io.proxywasm.proxy.config.CoreReader.CORE;

import io.proxywasm.proxy.config.HeaderValueOption.AppendAction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which headers are added and removed. */
final class HeaderMutationsReader {
  private static final Map<String, Optional<AppendAction>> ACTIONS = new LinkedHashMap<>();

  static {
    for (AppendAction action : AppendAction.values()) {
      ACTIONS.put(action.name(), Optional.of(action));
    }
  }

  private HeaderMutationsReader() {}

  static HeaderMutations read(MessageInput in) {
    return new HeaderMutations(
        added(in, "request_headers_to_add"),
        removed(in, "request_headers_to_remove"),
        added(in, "response_headers_to_add"),
        removed(in, "response_headers_to_remove"));
  }

  private static List<HeaderValueOption> added(MessageInput in, String field) {
    return in.messages(field, CORE + "HeaderValueOption", HeaderMutationsReader::option);
  }

  private static HeaderValueOption option(MessageInput in) {
    String append = in.oneOf("append", "append_action");
    boolean old = in.flag("append", true);
    AppendAction otherwise =
        append.equals("append") && !old
            ? AppendAction.OVERWRITE_IF_EXISTS_OR_ADD
            : AppendAction.APPEND_IF_EXISTS_OR_ADD;
    AppendAction action = in.word("append_action", ACTIONS, Optional.of(otherwise)).orElseThrow();
    boolean keepEmptyValue = in.flag("keep_empty_value", false);
    return in.requiredMessage(
        "header",
        CORE + "HeaderValue",
        header -> {
          String key = header.requiredText("key");
          refuseSpecial(header, "key", key);
          return new HeaderValueOption(key, header.text("value"), action, keepEmptyValue);
        });
  }

  private static List<String> removed(MessageInput in, String field) {
    List<String> names = in.texts(field);
    for (String name : names) {
      if (name.isEmpty()) {
        throw in.wrong(field, "a header's name must not be empty");
      }
      refuseSpecial(in, field, name);
    }
    return names;
  }

  private static void refuseSpecial(MessageInput in, String field, String name) {
    if (name.startsWith(":") || name.equalsIgnoreCase("host")) {
      throw in.wrong(field, "the header " + name + " cannot be added or removed");
    }
  }
}
