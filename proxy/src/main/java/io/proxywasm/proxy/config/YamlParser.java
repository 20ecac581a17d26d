package io.proxywasm.proxy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Parses YAML, and takes plain scalars for what Envoy takes them for. */
final class YamlParser {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "n");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final String TAG = "tag:yaml.org,2002:";
  private static final Set<String> SCALARS =
      Set.of("!", TAG + "str", TAG + "int", TAG + "float", TAG + "bool", TAG + "null");
  private static final Set<String> LISTS = Set.of("!", TAG + "seq");
  private static final Set<String> OBJECTS = Set.of("!", TAG + "map");
  private static final Pattern INTEGER = Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|[0-9]+)");

  private final String name;
  private final Iterator<Event> events;
  private final Map<String, Anchor> anchors = new HashMap<>();
  private long values;
  private int deepest;

  private YamlParser(String name, Iterator<Event> events) {
    this.name = name;
    this.events = events;
  }

  /**
   * Parses a document.
   *
   * @throws ConfigException when it is none, or has more in it than is sane
   */
  static Tree parse(String text, String name) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setCodePointLimit(TreeLimits.MAX_CHARACTERS).build();
    try {
      return new YamlParser(name, new Parse(settings).parseString(text).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      String place =
          e.getProblemMark()
              .map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
              .orElse("");
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw new ConfigException(name + place + ": not YAML: " + context + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(name + ": not YAML: " + e.getMessage(), e);
    } catch (NumberFormatException e) {
      // The scanner's, for an escape that the end of the text cuts.
      throw new ConfigException(name + ": not YAML: an escape in a quoted text is cut off", e);
    }
  }

  private Tree document() {
    Tree tree = new Tree.Fields(Map.of(), new Tree.Position(1, 1));
    boolean seen = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (!(event instanceof NodeEvent node)) {
        continue;
      }
      if (seen) {
        throw wrong(event, "a second document; a bootstrap is one document");
      }
      seen = true;
      tree = value(node, 1);
    }
    return tree;
  }

  private Tree value(NodeEvent event, int depth) {
    long before = values++;
    int deepestBefore = deepest;
    deepest = depth;
    Tree tree = read(event, depth);
    check(event, deepest);
    event
        .getAnchor()
        .filter(anchor -> !(event instanceof AliasEvent))
        .ifPresent(
            anchor ->
                anchors.put(anchor.getValue(), new Anchor(tree, values - before, deepest - depth)));
    deepest = Math.max(deepest, deepestBefore);
    return tree;
  }

  private Tree read(NodeEvent event, int depth) {
    check(event, depth);
    if (event instanceof AliasEvent alias) {
      Anchor anchor = anchors.get(alias.getAlias().getValue());
      if (anchor == null) {
        throw wrong(event, "*" + alias.getAlias() + " refers to itself or to nothing before it");
      }
      values += anchor.values();
      deepest = depth + anchor.height();
      return anchor.tree();
    }
    if (event instanceof SequenceStartEvent start) {
      checkTag(event, start.getTag(), LISTS);
      List<Tree> items = new ArrayList<>();
      while (events.next() instanceof NodeEvent next) {
        items.add(value(next, depth + 1));
      }
      return new Tree.Items(items, position(event));
    }
    if (event instanceof MappingStartEvent start) {
      checkTag(event, start.getTag(), OBJECTS);
      return mapping(event, depth);
    }
    return scalar((ScalarEvent) event);
  }

  private Tree mapping(Event start, int depth) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    while (events.next() instanceof NodeEvent key) {
      if (!(key instanceof ScalarEvent scalar)) {
        throw wrong(key, "a key must be a text");
      }
      if (fields.containsKey(scalar.getValue())) {
        throw wrong(key, "the key " + scalar.getValue() + " is there twice");
      }
      fields.put(scalar.getValue(), value((NodeEvent) events.next(), depth + 1));
    }
    return new Tree.Fields(fields, position(start));
  }

  private Tree scalar(ScalarEvent event) {
    String text = event.getValue();
    String tag = event.getTag().orElse("");
    checkTag(event, event.getTag(), SCALARS);
    if (!event.isPlain() || tag.equals("!") || tag.endsWith(":str")) {
      return new Tree.Scalar(Tree.Kind.TEXT, text, text, position(event));
    }
    return plain(text, position(event));
  }

  private void checkTag(Event event, Optional<String> tag, Set<String> known) {
    if (tag.isPresent() && !known.contains(tag.get())) {
      throw wrong(event, "the tag " + tag.get() + " means nothing here");
    }
  }

  /** As Envoy: YAML 1.1's booleans, C's octal numbers, and what needs more than 32 bits is text. */
  private static Tree.Scalar plain(String text, Tree.Position position) {
    if (NULL.contains(text)) {
      return new Tree.Scalar(Tree.Kind.NULL, text, text, position);
    }
    if (isOneOf(TRUE, text) || isOneOf(FALSE, text)) {
      String value = isOneOf(TRUE, text) ? "true" : "false";
      return new Tree.Scalar(Tree.Kind.BOOL, value, text, position);
    }
    var matcher = INTEGER.matcher(text);
    if (matcher.matches()) {
      String digits = matcher.group(2);
      boolean hex = digits.length() > 1 && Character.toLowerCase(digits.charAt(1)) == 'x';
      int radix = hex ? 16 : digits.startsWith("0") && digits.length() > 1 ? 8 : 10;
      try {
        String sign = matcher.group(1).equals("-") ? "-" : "";
        long number = Long.parseLong(sign + (hex ? digits.substring(2) : digits), radix);
        Tree.Kind kind = number == (int) number ? Tree.Kind.NUMBER : Tree.Kind.TEXT;
        return new Tree.Scalar(kind, Long.toString(number), text, position);
      } catch (NumberFormatException e) {
        return new Tree.Scalar(Tree.Kind.TEXT, text, text, position);
      }
    }
    return new Tree.Scalar(Tree.Kind.TEXT, text, text, position);
  }

  private static boolean isOneOf(Set<String> words, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean capitals =
        text.equals(lower)
            || text.equals(text.toUpperCase(Locale.ROOT))
            || text.substring(1).equals(lower.substring(1));
    return capitals && words.contains(lower);
  }

  private void check(Event event, int depth) {
    String problem = TreeLimits.problem(depth, values);
    if (!problem.isEmpty()) {
      throw wrong(event, problem);
    }
  }

  private ConfigException wrong(Event event, String problem) {
    return new ConfigException(name + ":" + position(event) + ": " + problem + ".");
  }

  private static Tree.Position position(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Tree.Position(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Tree.Position(1, 1));
  }

  /**
   * What an alias stands for.
   *
   * @param values how many values are in it
   * @param height how deep they are nested
   */
  private record Anchor(Tree tree, long values, int height) {}
}
