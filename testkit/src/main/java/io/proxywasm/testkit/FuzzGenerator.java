package io.proxywasm.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes exchanges up; learns from hostcalls which headers a plugin asks for. */
final class FuzzGenerator {
  private static final Pattern ASKED =
      Pattern.compile("proxy_(?:get|replace|remove)_header_map_value\\(\\d, '([a-z0-9-]{1,40})'.*");

  private static final List<String> VALUES =
      List.of(
          "1", "", "true", "false", "0", "-1", "a", "a, b", "x".repeat(300), "a=b; c=d", "\u00e4");
  private static final List<String> NAMES =
      List.of("x-a", "x-b", "accept", "cookie", "content-type");
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");
  private static final List<Integer> STATUSES = List.of(200, 201, 302, 401, 404, 500, 503);
  private static final int MOST_HEADERS = 4;
  private static final int MOST_CHUNKS = 3;
  private static final int MOST_EXCHANGES = 3;
  private static final int LONG = 5_000;

  private final Random random;
  private final Set<String> paths = new TreeSet<>(Set.of("/", "/a/b?c=d", "/admin"));
  private final Map<String, Set<String>> known = new TreeMap<>();

  FuzzGenerator(Random random) {
    this.random = random;
  }

  void path(String path) {
    paths.add(path);
  }

  void header(String name, String value) {
    known.computeIfAbsent(name, any -> new TreeSet<>()).add(value);
  }

  /** Looks at what a plugin asks for. */
  void learn(List<String> trace) {
    for (String line : trace) {
      Matcher asked = ASKED.matcher(line.strip());
      if (asked.matches()) {
        known.computeIfAbsent(asked.group(1), any -> new TreeSet<>());
      }
    }
  }

  List<FuzzExchange> exchanges() {
    List<FuzzExchange> all = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_EXCHANGES);
    for (int i = 0; i < count; i++) {
      List<HttpResponse> answers = new ArrayList<>();
      for (int k = random.nextInt(3); k > 0; k--) {
        answers.add(response());
      }
      all.add(new FuzzExchange(request(), response(), answers));
    }
    return all;
  }

  private HttpRequest request() {
    HttpRequest request = HttpRequest.of(any(METHODS), any(List.copyOf(paths)));
    for (int i = random.nextInt(MOST_HEADERS); i > 0; i--) {
      String name = name();
      request = request.header(name, value(name));
    }
    for (int i = random.nextInt(MOST_CHUNKS + 1); i > 0; i--) {
      request = request.body(chunk());
    }
    if (!request.chunks().isEmpty() && random.nextInt(4) == 0) {
      request = request.trailer("x-trailer", "1");
    }
    return request;
  }

  private HttpResponse response() {
    HttpResponse response = HttpResponse.of(any(STATUSES));
    for (int i = random.nextInt(MOST_HEADERS); i > 0; i--) {
      String name = name();
      response = response.header(name, value(name));
    }
    for (int i = random.nextInt(MOST_CHUNKS + 1); i > 0; i--) {
      response = response.body(chunk());
    }
    return response;
  }

  private String chunk() {
    return random.nextInt(8) == 0 ? "y".repeat(LONG) : "chunk-" + random.nextInt(100) + ";";
  }

  private String name() {
    List<String> names = List.copyOf(known.keySet());
    return names.isEmpty() || random.nextInt(3) == 0 ? any(NAMES) : any(names);
  }

  private String value(String name) {
    List<String> values = List.copyOf(known.getOrDefault(name, Set.of()));
    return values.isEmpty() || random.nextInt(3) == 0 ? any(VALUES) : any(values);
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
