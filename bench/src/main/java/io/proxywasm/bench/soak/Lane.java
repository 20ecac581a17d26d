package io.proxywasm.bench.soak;

import java.util.concurrent.TimeUnit;

/** Sends one request after the other on a connection, as long as there shall be more. */
final class Lane {
  private final Load load;
  private volatile Connection connection;

  Lane(Load load, Connection connection) {
    this.load = load;
    this.connection = connection;
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
