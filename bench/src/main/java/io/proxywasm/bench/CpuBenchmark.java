package io.proxywasm.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  Rounds run(Site site, List<Workload> workloads, List<Plugin> plugins, EventLoop loop) {
    List<Lane> lanes = new ArrayList<>();
    ProcessUsage usage = new ProcessUsage(site.pid());
    try {
      workloads.forEach(workload -> lanes.add(Lane.open(site, workload, Site.NONE, loop)));
      plugins.forEach(plugin -> lanes.add(Lane.open(site, plugin.workload(), plugin.name(), loop)));
      Rounds result = new Rounds(lanes.stream().map(Lane::name).toList(), rounds);
      Random order = new Random(1);
      progress.say("warming up");
      lanes.forEach(lane -> lane.run(WARM_UP_REQUESTS));
      for (int round = 0; round < rounds; round++) {
        if (round % 10 == 0) {
          progress.say("round " + (round + 1) + " of " + rounds);
        }
        Collections.shuffle(lanes, order);
        for (Lane lane : lanes) {
          CpuTime before = usage.cpu();
          int sent = lane.run(requests);
          result.add(lane.name(), round, usage.cpu().minus(before), sent);
        }
      }
      return result;
    } finally {
      lanes.forEach(Lane::close);
    }
  }

  /** The load of one listener. */
  private record Lane(String name, Workload workload, boolean filtered, LoadClient client) {

    static Lane open(Site site, Workload workload, String plugin, EventLoop loop) {
      String name = workload.listener(plugin);
      LoadClient client = LoadClient.connect(loop, site.port(name), workload, CONNECTIONS);
      return new Lane(name, workload, !plugin.equals(Site.NONE), client);
    }

    /** Sends the workload's share of so many requests, and returns how many that are. */
    int run(int requests) {
      int share = workload.share(requests);
      client.run(share, filtered);
      return share;
    }

    void close() {
      client.close();
    }
  }
}
