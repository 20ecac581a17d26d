package io.proxywasm.bench.soak;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests that all pause for a callout, as fast as they come, half of them by HTTP/2.
 *
 * @param loops the client's threads
 * @param requests how many
 */
record ManyCallouts(EventLoopGroup loops, long requests) implements Scenario {
  private static final int HTTP_1_CONNECTIONS = 32;
  private static final int HTTP_2_CONNECTIONS = 4;
  private static final int STREAMS = 8;

  @Override
  public String title() {
    return requests + " requests with a callout each";
  }

  @Override
  public void run(SoakProxy proxy, Tally tally) throws InterruptedException {
    SoakClient client = new SoakClient(loops, proxy.port(SoakProxy.STEADY));
    AtomicLong left = new AtomicLong(requests);
    Load load =
        Load.strict(
            client, tally, () -> left.getAndDecrement() > 0, () -> Ask.Kind.CALLOUT, () -> 0);
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < HTTP_1_CONNECTIONS; i++) {
      lanes.add(new Lane(load, client.http1()));
    }
    for (int i = 0; i < HTTP_2_CONNECTIONS; i++) {
      Connection connection = client.http2();
      for (int k = 0; k < STREAMS; k++) {
        lanes.add(new Lane(load, connection));
      }
    }
    lanes.forEach(Lane::start);
    while (left.get() > 0 && lanes.stream().anyMatch(Lane::isOpen)) {
      Thread.sleep(20);
    }
    Scenario.awaitAnswers(tally);
    if (tally.countRight() < requests) {
      tally.wrong("only " + tally.countRight() + " requests were answered rightly");
    }
    lanes.forEach(Lane::close);
  }
}
