package io.proxywasm.bench.soak;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What lanes do alike.
 *
 * @param client opens connections
 * @param tally counts
 * @param more is asked before each request
 * @param kinds what the next request is
 * @param pauseMillis the time between an answer and the next request
 * @param unexpected takes answers that are not good ones, on the connection's thread
 */
record Load(
    SoakClient client,
    Tally tally,
    BooleanSupplier more,
    Supplier<Ask.Kind> kinds,
    LongSupplier pauseMillis,
    Unexpected unexpected) {
  /** Judges an answer. */
  interface Unexpected {
    void take(Connection connection, Ask ask, Answer answer, String problem);
  }

  /** All answers must be good ones. */
  static Load strict(
      SoakClient client,
      Tally tally,
      BooleanSupplier more,
      Supplier<Ask.Kind> kinds,
      LongSupplier pauseMillis) {
    return new Load(
        client,
        tally,
        more,
        kinds,
        pauseMillis,
        (connection, ask, answer, problem) -> tally.wrong(ask.token() + ": " + problem));
  }
}
