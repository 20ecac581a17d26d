package io.proxywasm.bench.soak;

import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests that all pause for a callout, as fast as they come, half of them by HTTP/2.
 *
 * @param loops the client's threads
 * @param requests how many
 */
record ManyCallouts(EventLoopGroup loops, long requests) implements Scenario {

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
    List<Lane> lanes = Lane.startMany(load);
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
