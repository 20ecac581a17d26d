package io.proxywasm.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An object in the file that is one of Envoy's messages.
 *
 * <p>The fields that are served are those that its reader asks for, whether they are there or not:
 * so none can be accepted and then forgotten. What is left over stops the start.
 */
final class MessageInput {
  private static final String ANY = "google.protobuf.Any";
  private static final String TYPE = "@type";
  private static final String TYPES = "type.googleapis.com/";
  private static final Set<String> TYPED_STRUCTS =
      Set.of("udpa.type.v1.TypedStruct", "xds.type.v3.TypedStruct");

  private final Input input;
  private final String type;
  private final Map<String, Input> all;
  private final Map<String, Input> rest;
  private final Map<String, ServedField> served = new LinkedHashMap<>();

  private MessageInput(Input input, String type) {
    this.input = input;
    this.type = type;
    this.all = input.fields();
    this.rest = new LinkedHashMap<>(all);
  }

  /** Reads a message, and refuses what its reader has not asked for. */
  static <T> T read(Input input, String type, MessageReader<T> reader) {
    return new MessageInput(input, type).read(reader);
  }

  private <T> T read(MessageReader<T> reader) {
    T result = reader.read(this);
    input.reading().served(type, served);
    Leftovers.refuse(type, rest, served.keySet());
    return result;
  }

  /** A problem with the message as a whole. */
  ConfigException wrong(String problem) {
    return input.wrong(problem);
  }

  /** A problem with a field, which may be absent. */
  ConfigException wrong(String field, String problem) {
    Input found = all.getOrDefault(field, all.get(camelCase(field)));
    return found == null ? input.wrongAt(field, problem) : found.wrong(problem);
  }

  Reading reading() {
    return input.reading();
  }

  /** Keeps the message out of what is shown of the configuration. */
  void keepSecret() {
    input.reading().secret(input.tree());
  }

  // Fields of any type.

  private Optional<Input> find(String field, String type) {
    return find(field, ServedField.one(type));
  }

  private Optional<Input> find(String field, ServedField as) {
    served.put(field, as);
    Input found = rest.remove(field);
    String camelCase = camelCase(field);
    if (!camelCase.equals(field) && rest.containsKey(camelCase)) {
      if (found != null) {
        throw found.wrong("is there twice, also as " + camelCase);
      }
      found = rest.remove(camelCase);
      input.reading().renamed(input.tree(), camelCase, field);
    }
    return Optional.ofNullable(found).filter(value -> !value.isNull());
  }

  private static String camelCase(String field) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      result.append(c == '_' ? Character.toUpperCase(field.charAt(++i)) : c);
    }
    return result.toString();
  }

  private <T> T required(String field, Optional<T> value) {
    return value.orElseThrow(() -> missing(field));
  }

  /** A required field is not there. */
  ConfigException missing(String field) {
    Leftovers.refuseUnknown(type, rest, Set.of());
    return input.wrongAt(field, "is required");
  }

  /**
   * Of fields that exclude each other, says which is set.
   *
   * @return the field, or an empty text when none is
   */
  String oneOf(String... fields) {
    List<String> set = new ArrayList<>();
    for (String field : fields) {
      if (isSet(field) || isSet(camelCase(field))) {
        set.add(field);
      }
    }
    if (set.size() > 1) {
      throw wrong(set.get(1), "only one of " + String.join(", ", set) + " may be there");
    }
    return set.isEmpty() ? "" : set.get(0);
  }

  /** The same when one must be set. */
  String exactlyOneOf(String... fields) {
    String set = oneOf(fields);
    if (set.isEmpty()) {
      Leftovers.refuse(type, withoutKeys(fields), Set.of(fields));
      throw wrong("one of " + String.join(", ", fields) + " is required");
    }
    return set;
  }

  private Map<String, Input> withoutKeys(String... fields) {
    Map<String, Input> others = new LinkedHashMap<>(rest);
    for (String field : fields) {
      others.remove(field);
      others.remove(camelCase(field));
    }
    others.keySet().removeIf(key -> EnvoyTypes.isOutsideOneOf(type, key, fields[0]));
    return others;
  }

  private boolean isSet(String key) {
    Input value = all.get(key);
    return value != null && !value.isNull();
  }

  // Fields by type.

  String text(String field) {
    return find(field, "string").map(Input::text).orElse("");
  }

  String requiredText(String field) {
    String text = required(field, find(field, "string")).text();
    if (text.isEmpty()) {
      throw wrong(field, "must not be empty");
    }
    return text;
  }

  Optional<String> optionalText(String field) {
    return Optional.of(text(field)).filter(text -> !text.isEmpty());
  }

  List<String> texts(String field) {
    return list(field, "string", Input::text);
  }

  Map<String, String> textMap(String field) {
    return map(field, "string", Input::text);
  }

  Bytes bytes(String field) {
    return find(field, "bytes").map(Input::base64).orElse(Bytes.EMPTY);
  }

  boolean flag(String field, boolean otherwise) {
    return find(field, "bool").map(Input::bool).orElse(otherwise);
  }

  int uint32(String field, int otherwise) {
    return uint32(field, otherwise, 0, 0xffffffffL);
  }

  int uint32(String field, int otherwise, long min, long max) {
    return find(field, "uint32").map(value -> value.uint32(min, max)).orElse(otherwise);
  }

  OptionalInt optionalUint32(String field, long min, long max) {
    return find(field, "uint32")
        .map(value -> OptionalInt.of(value.uint32(min, max)))
        .orElse(OptionalInt.empty());
  }

  List<Integer> uint32s(String field, long min, long max) {
    return list(field, "uint32", value -> value.uint32(min, max));
  }

  long int64(String field) {
    return find(field, "int64").map(Input::int64).orElse(0L);
  }

  Optional<Duration> duration(String field) {
    return find(field, "google.protobuf.Duration").map(Input::duration);
  }

  /** A duration that must be above zero. */
  Optional<Duration> positiveDuration(String field) {
    Optional<Duration> duration = duration(field);
    if (duration.isPresent() && duration.get().isZero()) {
      throw wrong(field, "must be more than 0s");
    }
    return duration;
  }

  /** A timeout: nothing said is the given one, zero is none. */
  Optional<Duration> timeout(String field, Optional<Duration> otherwise) {
    return duration(field).or(() -> otherwise).filter(duration -> !duration.isZero());
  }

  Optional<Value.Struct> struct(String field) {
    return find(field, "google.protobuf.Struct").map(Input::struct);
  }

  /** A value of an enum of which all values are served. */
  <E extends Enum<E>> E word(String field, E otherwise) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E word : otherwise.getDeclaringClass().getEnumConstants()) {
      words.put(word.name(), word);
    }
    return word(field, words, otherwise);
  }

  /** A value of an enum. */
  <T> T word(String field, Map<String, T> words, T otherwise) {
    Optional<Input> found = find(field, ServedField.word(words.keySet()));
    if (found.isEmpty()) {
      return otherwise;
    }
    String word = EnvoyTypes.enumWord(type, field, found.get());
    for (Map.Entry<String, T> entry : words.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(word)) {
        return entry.getValue();
      }
    }
    throw found.get().wrong(EnvoyTypes.enumProblem(type, field, word, words.keySet()));
  }

  // Messages.

  <T> Optional<T> message(String field, String messageType, MessageReader<T> reader) {
    return find(field, messageType).map(value -> read(value, messageType, reader));
  }

  <T> T requiredMessage(String field, String messageType, MessageReader<T> reader) {
    return required(field, message(field, messageType, reader));
  }

  <T> List<T> messages(String field, String messageType, MessageReader<T> reader) {
    return list(field, messageType, value -> read(value, messageType, reader));
  }

  /** The same when there must be at least one. */
  <T> List<T> requiredMessages(String field, String messageType, MessageReader<T> reader) {
    List<T> result = messages(field, messageType, reader);
    if (result.isEmpty()) {
      throw missing(field);
    }
    return result;
  }

  /** An {@code Any} that is one of the given types. */
  <T> Optional<T> typed(String field, Map<String, MessageReader<? extends T>> readers) {
    return find(field, ANY).map(value -> typed(value, readers));
  }

  /** The same when it must be there. */
  <T> T requiredTyped(String field, Map<String, MessageReader<? extends T>> readers) {
    return required(field, typed(field, readers));
  }

  /** An {@code Any} as bytes: the bare content of a text or bytes, else the serialized message. */
  Bytes any(String field) {
    return find(field, ANY).map(AnyBytes::of).orElse(Bytes.EMPTY);
  }

  /** An {@code Any} as it stands. */
  Optional<Input> anyInput(String field) {
    return find(field, ANY);
  }

  static boolean isTypedStruct(String type) {
    return TYPED_STRUCTS.contains(type);
  }

  <T> Map<String, T> map(String field, String valueType, Function<Input, T> reader) {
    Map<String, T> result = new LinkedHashMap<>();
    Optional<Input> found = find(field, ServedField.many(valueType));
    if (found.isPresent()) {
      found.get().fields().forEach((key, item) -> result.put(key, reader.apply(item)));
    }
    return result;
  }

  private <T> List<T> list(String field, String type, Function<Input, T> reader) {
    List<T> result = new ArrayList<>();
    Optional<Input> found = find(field, ServedField.many(type));
    if (found.isPresent()) {
      for (Input item : found.get().items()) {
        result.add(reader.apply(item));
      }
    }
    return result;
  }

  /** Reads an {@code Any}; a {@code TypedStruct} is what it is of. */
  static <T> T typed(Input any, Map<String, MessageReader<? extends T>> readers) {
    String type = typeOf(any, readers.keySet());
    if (!TYPED_STRUCTS.contains(type)) {
      MessageInput message = new MessageInput(any, type);
      message.rest.remove(TYPE);
      return message.read(readerOf(type, any.fields().get(TYPE), readers));
    }
    MessageInput struct = new MessageInput(any, type);
    struct.rest.remove(TYPE);
    return struct.read(
        in -> {
          String inner = stripPrefix(in.requiredText("type_url"));
          MessageReader<? extends T> reader =
              readerOf(inner, any.fields().get("type_url"), readers);
          Input value = in.required("value", in.find("value", "google.protobuf.Struct"));
          return read(value, inner, reader);
        });
  }

  /** The type of an {@code Any}, without the prefix. */
  static String typeOf(Input any, Set<String> types) {
    Input url = any.fields().get(TYPE);
    if (url == null) {
      throw any.wrong("@type is required" + (types.isEmpty() ? "" : served(types)));
    }
    String text = url.text();
    if (!text.startsWith(TYPES)) {
      throw url.wrong("must begin with " + TYPES + ", but is the text \"" + text + "\"");
    }
    return stripPrefix(text);
  }

  private static String stripPrefix(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static <R> R readerOf(
      String type, @org.jspecify.annotations.Nullable Input url, Map<String, R> readers) {
    R reader = readers.get(type);
    if (reader != null) {
      return reader;
    }
    String problem =
        EnvoyTypes.isKnown(type)
            ? "Envoy's " + type + " is not served here"
            : "unknown type " + type;
    throw java.util.Objects.requireNonNull(url).wrong(problem + served(readers.keySet()));
  }

  private static String served(Set<String> types) {
    return types.stream()
        .map(type -> TYPES + type)
        .sorted()
        .collect(Collectors.joining(", ", ". Served: ", ""));
  }
}
