package io.proxywasm.proxy.route;

import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.accesslog.LineFormat;
import io.proxywasm.proxy.accesslog.LogEntry;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.HeaderMutations;
import io.proxywasm.proxy.config.HeaderValueOption;
import io.proxywasm.proxy.config.HeaderValueOption.AppendAction;
import io.proxywasm.proxy.config.LogFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Headers that some level of the configuration removes and adds. Immutable. */
final class HeaderChanges {
  private final List<String> removed;
  private final List<Addition> added;

  private HeaderChanges(List<String> removed, List<Addition> added) {
    this.removed = removed;
    this.added = added;
  }

  private record Addition(
      String name,
      String constant,
      @Nullable LineFormat format,
      AppendAction action,
      boolean keepEmpty) {
    String value(LogEntry entry) {
      if (format == null) {
        return constant;
      }
      StringBuilder text = new StringBuilder();
      format.append(text, entry);
      return text.toString();
    }
  }

  /** The changes of requests, by all levels in their order; null when there are none. */
  static @Nullable HeaderChanges ofRequests(List<HeaderMutations> levels) {
    return of(
        levels, HeaderMutations::requestHeadersToRemove, HeaderMutations::requestHeadersToAdd);
  }

  /** The changes of responses, by all levels in their order; null when there are none. */
  static @Nullable HeaderChanges ofResponses(List<HeaderMutations> levels) {
    return of(
        levels, HeaderMutations::responseHeadersToRemove, HeaderMutations::responseHeadersToAdd);
  }

  private static @Nullable HeaderChanges of(
      List<HeaderMutations> levels,
      java.util.function.Function<HeaderMutations, List<String>> removes,
      java.util.function.Function<HeaderMutations, List<HeaderValueOption>> adds) {
    HeaderChanges next = null;
    for (int i = levels.size() - 1; i >= 0; i--) {
      List<String> removed =
          removes.apply(levels.get(i)).stream().map(HeaderChanges::lower).toList();
      List<Addition> added = new ArrayList<>();
      for (HeaderValueOption option : adds.apply(levels.get(i))) {
        added.add(addition(option));
      }
      if (!removed.isEmpty() || !added.isEmpty()) {
        HeaderChanges level = new HeaderChanges(removed, List.copyOf(added));
        level.next = next;
        next = level;
      }
    }
    return next;
  }

  private @Nullable HeaderChanges next;

  private static Addition addition(HeaderValueOption option) {
    String name = lower(option.key());
    String value = option.value();
    boolean fixed = value.indexOf('%') < 0;
    try {
      return new Addition(
          name.equals("host") ? ":authority" : name,
          value,
          fixed ? null : LineFormat.of(new LogFormat.Text(value, true)),
          option.appendAction(),
          option.keepEmptyValue());
    } catch (ConfigException e) {
      throw new ConfigException("header " + option.key() + ": " + e.getMessage(), e);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Changes headers; values are computed of the entry. */
  void apply(HeaderMap headers, LogEntry entry) {
    for (HeaderChanges level = this; level != null; level = level.next) {
      level.applyLevel(headers, entry);
    }
  }

  private void applyLevel(HeaderMap headers, LogEntry entry) {
    for (String name : removed) {
      headers.remove(name);
    }
    // First all values, as they may be of headers that change; then what replaces, then the rest.
    List<String> values = new ArrayList<>(added.size());
    for (Addition addition : added) {
      values.add(addition.value(entry));
    }
    boolean[] wanted = new boolean[added.size()];
    for (int i = 0; i < added.size(); i++) {
      Addition addition = added.get(i);
      wanted[i] =
          (addition.keepEmpty || !values.get(i).isEmpty())
              && switch (addition.action) {
                case APPEND_IF_EXISTS_OR_ADD, OVERWRITE_IF_EXISTS_OR_ADD -> true;
                case ADD_IF_ABSENT -> !headers.contains(addition.name);
                case OVERWRITE_IF_EXISTS -> headers.contains(addition.name);
              };
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] && overwrites(added.get(i))) {
        String name = added.get(i).name;
        if (name.startsWith(":")) {
          headers.set(name, values.get(i));
        } else {
          headers.remove(name);
          headers.add(name, values.get(i));
        }
      }
    }
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] && !overwrites(added.get(i))) {
        headers.add(added.get(i).name, values.get(i));
      }
    }
  }

  private static boolean overwrites(Addition addition) {
    return addition.action == AppendAction.OVERWRITE_IF_EXISTS
        || addition.action == AppendAction.OVERWRITE_IF_EXISTS_OR_ADD;
  }
}
