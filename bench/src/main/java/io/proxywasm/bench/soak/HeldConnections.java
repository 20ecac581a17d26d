package io.proxywasm.bench.soak;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Many connections for some time, on each of them a request now and then.
 *
 * @param loops the client's threads
 * @param connections how many
 * @param time how long all of them are open
 * @param perSecond how many requests come each second, on all together
 */
record HeldConnections(EventLoopGroup loops, int connections, Duration time, int perSecond)
    implements Scenario {
  @Override
  public String title() {
    return connections + " connections for " + time.toMillis() / 1000.0 + " s";
  }

  @Override
  public void run(SoakProxy proxy, Tally tally) throws InterruptedException {
    SoakClient client = new SoakClient(loops, proxy.port(SoakProxy.STEADY));
    List<Connection> open = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      open.add(client.http1());
    }
    long end = System.nanoTime() + time.toNanos();
    long meanMillis = Math.max(1, connections * 1000L / perSecond);
    Load load =
        Load.strict(
            client,
            tally,
            () -> System.nanoTime() < end,
            () -> ThreadLocalRandom.current().nextBoolean() ? Ask.Kind.CALLOUT : Ask.Kind.PLAIN,
            () -> 1 + ThreadLocalRandom.current().nextLong(2 * meanMillis));
    open.forEach(connection -> new Lane(load, connection).start());
    Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
    Scenario.awaitAnswers(tally);
    open.forEach(connection -> sayLastWord(connection, tally));
    Scenario.awaitAnswers(tally);
    long active = proxy.stat("http." + SoakProxy.STEADY + ".downstream_cx_active");
    if (active != connections) {
      tally.wrong("the proxy has " + active + " connections of " + connections);
    }
    long closed = open.stream().filter(connection -> !connection.isOpen()).count();
    if (closed > 0) {
      tally.wrong(closed + " connections were closed");
    }
    open.forEach(Connection::close);
  }

  /** Each of them still serves. */
  private static void sayLastWord(Connection connection, Tally tally) {
    Ask ask = Ask.next(Ask.Kind.PLAIN);
    tally.sent();
    connection
        .channel()
        .eventLoop()
        .execute(
            () ->
                connection.send(
                    ask,
                    answer -> {
                      ask.problem(answer).ifPresentOrElse(tally::wrong, tally::right);
                      tally.answered(ask, answer);
                    }));
  }
}
