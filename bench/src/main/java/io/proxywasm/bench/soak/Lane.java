package io.proxywasm.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends one request after the other on a connection, as long as there shall be more. */
final class Lane {
  private static final int HTTP_1_CONNECTIONS = 32;
  private static final int HTTP_2_CONNECTIONS = 4;
  private static final int STREAMS = 8;

  private final Load load;
  private volatile Connection connection;

  Lane(Load load, Connection connection) {
    this.load = load;
    this.connection = connection;
  }

  /** Begins one on each of many connections of HTTP/1.1, and on streams of some of HTTP/2. */
  static List<Lane> startMany(Load load) {
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < HTTP_1_CONNECTIONS; i++) {
      lanes.add(new Lane(load, load.client().http1()));
    }
    for (int i = 0; i < HTTP_2_CONNECTIONS; i++) {
      Connection connection = load.client().http2();
      for (int k = 0; k < STREAMS; k++) {
        lanes.add(new Lane(load, connection));
      }
    }
    lanes.forEach(Lane::start);
    return lanes;
  }

  /** Begins, after the pause. */
  void start() {
    connection.channel().eventLoop().execute(this::pause);
  }

  private void pause() {
    long pause = load.pauseMillis().getAsLong();
    if (pause == 0) {
      send();
    } else {
      var unused =
          connection.channel().eventLoop().schedule(this::send, pause, TimeUnit.MILLISECONDS);
    }
  }

  private void send() {
    if (load.more().getAsBoolean()) {
      Ask ask = Ask.next(load.kinds().get());
      load.tally().sent();
      connection.send(ask, answer -> answered(ask, answer));
    }
  }

  private void answered(Ask ask, Answer answer) {
    ask.problem(answer)
        .ifPresentOrElse(
            problem -> load.unexpected().take(connection, ask, answer, problem),
            () -> {
              connection.vm = answer.vm();
              load.tally().right();
            });
    boolean ends = answer.last() && answer.failure().isEmpty();
    load.tally().answered(ask, answer);
    if (ends) {
      connection.close();
      load.client().reopen(connection, this::goOn);
    } else if (connection.isOpen()) {
      pause();
    }
  }

  private void goOn(Connection fresh) {
    connection = fresh;
    if (load.more().getAsBoolean()) {
      start();
    } else {
      fresh.close();
    }
  }

  /** Whether the connection is open, if it was not said that it ends. */
  boolean isOpen() {
    return connection.isOpen();
  }

  /** Closes the connection; called when no request is under way. */
  void close() {
    connection.close();
  }
}
