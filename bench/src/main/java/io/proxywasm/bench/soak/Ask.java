package io.proxywasm.bench.soak;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request.
 *
 * @param token its own, found again in everything that belongs to its response
 * @param kind what the plugin does with it
 * @param repeat the body is the token so many times
 * @param nanos when it was sent
 */
record Ask(String token, Kind kind, int repeat, long nanos) {
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** What the plugin does. */
  enum Kind {
    PLAIN,
    CALLOUT,
    LOOP,
    TRAP,
    THROW;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A request with any number. */
  static Ask next(Kind kind) {
    return of(NUMBERS.getAndIncrement(), kind);
  }

  /** One that is whole with its headers, so that an early answer does not end the connection. */
  static Ask nextWithoutBody(Kind kind) {
    Ask ask = next(kind);
    return ask.hasBody() ? nextWithoutBody(kind) : ask;
  }

  private static Ask of(long number, Kind kind) {
    // Lengths change all the time, so that bytes of others would be seen.
    int repeat = 1 + (int) (number * 31 % 23);
    String token = Long.toHexString(number * 0x9E3779B97F4A7C15L) + "-" + number;
    return new Ask(token, kind, repeat, System.nanoTime());
  }

  /** Every other request has a body, which the upstream sends back. */
  boolean hasBody() {
    return (repeat & 1) == 0;
  }

  String body() {
    return token.repeat(repeat);
  }

  /** What is wrong with an answer that shall be a good one. */
  Optional<String> problem(Answer answer) {
    if (!answer.failure().isEmpty()) {
      return Optional.of(answer.failure());
    }
    if (answer.status() != 200) {
      return Optional.of("status " + answer.status());
    }
    if (!answer.token().equals(token)) {
      return Optional.of("the upstream's token is " + answer.token());
    }
    if (!answer.pluginToken().equals(token)) {
      return Optional.of("the plugin's token is " + answer.pluginToken());
    }
    if (!answer.called().equals(kind == Kind.CALLOUT ? token : "")) {
      return Optional.of("the callout's token is " + answer.called());
    }
    return answer.body().equals(body())
        ? Optional.empty()
        : Optional.of("the body is " + answer.body());
  }
}
