package io.proxywasm.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures CPU time: every plugin and none, in one Envoy, in short rounds whose order changes, so
 * that what else the machine does falls on all of them alike.
 */
final class CpuBenchmark {
  private static final int CONNECTIONS = 8;
  private static final int WARM_UP_REQUESTS = 30_000;

  private final int rounds;
  private final int requests;
  private final Progress progress;

  CpuBenchmark(int rounds, int requests, Progress progress) {
    this.rounds = rounds;
    this.requests = requests;
    this.progress = progress;
  }

  Rounds run(Site site, List<Plugin> plugins, EventLoop loop) {
    List<String> names = new ArrayList<>(List.of(Site.NONE));
    plugins.forEach(plugin -> names.add(plugin.name()));
    ProcessUsage usage = new ProcessUsage(site.pid());
    Map<String, LoadClient> clients = new LinkedHashMap<>();
    try {
      names.forEach(
          name -> clients.put(name, LoadClient.connect(loop, site.port(name), CONNECTIONS)));
      Rounds result = new Rounds(names, rounds);
      Random order = new Random(1);
      progress.say("warming up");
      clients.forEach((name, client) -> client.run(WARM_UP_REQUESTS, !name.equals(Site.NONE)));
      for (int round = 0; round < rounds; round++) {
        if (round % 10 == 0) {
          progress.say("round " + (round + 1) + " of " + rounds);
        }
        Collections.shuffle(names, order);
        for (String name : names) {
          LoadClient client = clients.get(name);
          if (client == null) {
            continue;
          }
          CpuTime before = usage.cpu();
          client.run(requests, !name.equals(Site.NONE));
          result.add(name, round, usage.cpu().minus(before), requests);
        }
      }
      return result;
    } finally {
      clients.values().forEach(LoadClient::close);
    }
  }
}
