package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Leaves out of exchanges what a difference does not need. */
final class FuzzShrinker {
  private final Predicate<List<FuzzExchange>> differs;
  private int left;

  /** Takes whether exchanges make a difference, and how often that may be tried. */
  FuzzShrinker(Predicate<List<FuzzExchange>> differs, int tries) {
    this.differs = differs;
    this.left = tries;
  }

  List<FuzzExchange> shrink(List<FuzzExchange> exchanges) {
    List<FuzzExchange> smallest = exchanges;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (List<FuzzExchange> candidate : smallerOnes(smallest)) {
        if (left-- <= 0) {
          return smallest;
        }
        if (differs.test(candidate)) {
          smallest = candidate;
          smaller = true;
          break;
        }
      }
    }
    return smallest;
  }

  private static List<List<FuzzExchange>> smallerOnes(List<FuzzExchange> exchanges) {
    List<List<FuzzExchange>> all = new ArrayList<>();
    for (int i = 0; i < exchanges.size() && exchanges.size() > 1; i++) {
      List<FuzzExchange> fewer = new ArrayList<>(exchanges);
      fewer.remove(i);
      all.add(fewer);
    }
    for (int i = 0; i < exchanges.size(); i++) {
      for (FuzzExchange smaller : smallerOnes(exchanges.get(i))) {
        List<FuzzExchange> other = new ArrayList<>(exchanges);
        other.set(i, smaller);
        all.add(other);
      }
    }
    return all;
  }

  private static List<FuzzExchange> smallerOnes(FuzzExchange exchange) {
    List<FuzzExchange> all = new ArrayList<>();
    HttpResponse plain = HttpResponse.of(200);
    if (!exchange.response().headers().equals(plain.headers())
        || !exchange.response().chunks().isEmpty()) {
      all.add(exchange.withResponse(plain));
    }
    if (!exchange.answers().isEmpty()) {
      all.add(exchange.withAnswers(List.of()));
    }
    for (int i = 0; i < exchange.answers().size(); i++) {
      for (HttpResponse smaller : smallerOnes(exchange.answers().get(i))) {
        List<HttpResponse> answers = new ArrayList<>(exchange.answers());
        answers.set(i, smaller);
        all.add(exchange.withAnswers(answers));
      }
    }
    HttpRequest request = exchange.request();
    for (Headers headers : smallerOnes(request.headers())) {
      all.add(exchange.withRequest(new HttpRequest(headers, request.chunks(), request.trailers())));
    }
    for (List<byte[]> chunks : smallerChunks(request.chunks())) {
      all.add(
          exchange.withRequest(
              new HttpRequest(
                  request.headers(),
                  chunks,
                  chunks.isEmpty() ? Headers.NONE : request.trailers())));
    }
    if (!request.trailers().isEmpty()) {
      all.add(
          exchange.withRequest(new HttpRequest(request.headers(), request.chunks(), Headers.NONE)));
    }
    smallerOnes(exchange.response()).forEach(other -> all.add(exchange.withResponse(other)));
    return all;
  }

  private static List<HttpResponse> smallerOnes(HttpResponse response) {
    List<HttpResponse> all = new ArrayList<>();
    for (Headers headers : smallerOnes(response.headers())) {
      all.add(new HttpResponse(headers, response.chunks(), response.trailers()));
    }
    for (List<byte[]> chunks : smallerChunks(response.chunks())) {
      all.add(new HttpResponse(response.headers(), chunks, response.trailers()));
    }
    return all;
  }

  private static List<Headers> smallerOnes(Headers headers) {
    List<Headers> all = new ArrayList<>();
    for (int i = 0; i < headers.all().size(); i++) {
      Headers.Header each = headers.all().get(i);
      if (!each.name().startsWith(":")) {
        all.add(with(headers, i, null));
        if (each.value().length() > 1) {
          all.add(with(headers, i, each.value().substring(0, each.value().length() / 2)));
          all.add(with(headers, i, "a"));
        }
      } else if (each.name().equals(":path") && !each.value().equals("/")) {
        all.add(with(headers, i, "/"));
      } else if (each.name().equals(":method") && !each.value().equals("GET")) {
        all.add(with(headers, i, "GET"));
      }
    }
    return all;
  }

  /** Headers of which one has another value, or is not there. */
  private static Headers with(Headers headers, int index, @Nullable String value) {
    Headers other = Headers.NONE;
    for (int i = 0; i < headers.all().size(); i++) {
      Headers.Header each = headers.all().get(i);
      if (i != index) {
        other = other.with(each.name(), each.value());
      } else if (value != null) {
        other = other.with(each.name(), value);
      }
    }
    return other;
  }

  private static List<List<byte[]>> smallerChunks(List<byte[]> chunks) {
    List<List<byte[]>> all = new ArrayList<>();
    if (!chunks.isEmpty()) {
      all.add(List.of());
    }
    for (int i = 0; i < chunks.size(); i++) {
      List<byte[]> fewer = new ArrayList<>(chunks);
      fewer.remove(i);
      if (chunks.size() > 1) {
        all.add(fewer);
      }
      if (chunks.get(i).length > 1) {
        List<byte[]> shorter = new ArrayList<>(chunks);
        shorter.set(i, "y".getBytes(UTF_8));
        all.add(shorter);
      }
    }
    return all;
  }
}
