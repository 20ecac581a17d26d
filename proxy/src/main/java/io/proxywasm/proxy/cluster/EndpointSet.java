package io.proxywasm.proxy.cluster;

import java.util.ArrayList;
import java.util.List;

/** The endpoints of a cluster at one time, and in which order they are taken. Immutable. */
final class EndpointSet {
  static final EndpointSet EMPTY = new EndpointSet(List.of());

  /** With more turns than this, weights are made coarser. */
  private static final int MAX_TURNS = 4096;

  private final List<Endpoint> list;
  private final Endpoint[] turns;

  EndpointSet(List<Endpoint> list) {
    this.list = List.copyOf(list);
    this.turns = turns(this.list);
  }

  List<Endpoint> list() {
    return list;
  }

  int turns() {
    return turns.length;
  }

  Endpoint at(int turn) {
    return turns[turn];
  }

  /** The same endpoint in this set, or else the one that is given. */
  Endpoint same(Endpoint wanted) {
    for (Endpoint endpoint : list) {
      if (endpoint.address().equals(wanted.address())
          && endpoint.config().equals(wanted.config())) {
        return endpoint;
      }
    }
    return wanted;
  }

  /** Each endpoint as often as it weighs, well mixed. */
  private static Endpoint[] turns(List<Endpoint> list) {
    int divisor = 0;
    long sum = 0;
    for (Endpoint endpoint : list) {
      int weight = weight(endpoint);
      divisor = gcd(weight, divisor);
      sum += weight;
    }
    if (list.isEmpty()) {
      return new Endpoint[0];
    }
    long scale = Math.max(divisor, (sum + MAX_TURNS - 1) / MAX_TURNS);
    List<Endpoint> turns = new ArrayList<>();
    long[] credit = new long[list.size()];
    long[] share = new long[list.size()];
    long total = 0;
    for (int i = 0; i < share.length; i++) {
      share[i] = Math.max(1, weight(list.get(i)) / scale);
      total += share[i];
    }
    for (long turn = 0; turn < total; turn++) {
      int best = 0;
      for (int i = 0; i < credit.length; i++) {
        credit[i] += share[i];
        if (credit[i] > credit[best]) {
          best = i;
        }
      }
      credit[best] -= total;
      turns.add(list.get(best));
    }
    return turns.toArray(new Endpoint[0]);
  }

  private static int weight(Endpoint endpoint) {
    return Math.max(1, endpoint.config().loadBalancingWeight());
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
