package io.proxywasm.bench.soak;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A plugin that is killed again and again under load: by a loop without an end, by a trap; an
 * exception between them costs nothing but its own request. Only requests that a dying VM had, or
 * that came to it before there was a new one, may fail, with 503.
 *
 * @param loops the client's threads
 * @param kills how often
 * @param interval the time between
 */
record KilledPlugin(EventLoopGroup loops, int kills, Duration interval) implements Scenario {
  private static final int KILLERS = 4;

  /** A VM's end and the first good response of the next one. */
  private record Kill(String vm, long from, long to) {
    boolean excuses(Victim victim) {
      // A new connection has not met its VM yet.
      return (victim.vm.isEmpty() || victim.vm.equals(vm))
          && victim.from <= to
          && victim.to >= from;
    }
  }

  private record Victim(String vm, long from, long to, String problem) {}

  @Override
  public String title() {
    return "a plugin killed " + kills + " times, every " + interval.toMillis() / 1000.0 + " s";
  }

  @Override
  public void run(SoakProxy proxy, Tally tally) throws InterruptedException {
    SoakClient client = new SoakClient(loops, proxy.port(SoakProxy.KILLED));
    AtomicBoolean running = new AtomicBoolean(true);
    ConcurrentLinkedQueue<Victim> victims = new ConcurrentLinkedQueue<>();
    Load load =
        new Load(
            client,
            tally,
            running::get,
            () -> ThreadLocalRandom.current().nextBoolean() ? Ask.Kind.CALLOUT : Ask.Kind.PLAIN,
            () -> 5,
            (on, ask, answer, problem) ->
                victims.add(new Victim(on.vm, ask.nanos(), System.nanoTime(), problem)));
    List<Lane> lanes = Lane.startMany(load);
    List<Connection> killers = new ArrayList<>();
    for (int i = 0; i < KILLERS; i++) {
      killers.add(client.http1());
    }
    List<Kill> dead = new ArrayList<>();
    long failedBefore = proxy.stat("wasm.jvm.failed");
    long next = System.nanoTime();
    for (int i = 0; i < kills; i++) {
      next += interval.toNanos();
      Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
      Connection killer = killers.get(i % KILLERS);
      dead.add(kill(killer, tally, i % 2 == 0 ? Ask.Kind.LOOP : Ask.Kind.TRAP, 503));
      kill(killer, tally, Ask.Kind.THROW, 500);
    }
    running.set(false);
    Scenario.awaitAnswers(tally);
    lanes.forEach(Lane::close);
    killers.forEach(Connection::close);
    for (Victim victim : victims) {
      if (!victim.problem.equals("status 503")) {
        tally.wrong("not a victim's answer: " + victim.problem);
      } else if (dead.stream().noneMatch(kill -> kill.excuses(victim))) {
        tally.wrong("nobody killed the VM " + victim.vm + ": " + victim.problem);
      }
    }
    long failed = proxy.stat("wasm.jvm.failed") - failedBefore;
    if (failed != kills) {
      tally.wrong(failed + " VMs died of " + kills + " kills");
    }
  }

  /** Sends what kills, and waits until there is a VM again. */
  private static Kill kill(Connection killer, Tally tally, Ask.Kind kind, int expected) {
    String vm = awaitVm(killer, tally);
    Ask ask = Ask.nextWithoutBody(kind);
    tally.sent();
    Answer answer = killer.ask(ask);
    tally.answered(ask, answer);
    if (answer.failure().isEmpty() && answer.status() == expected) {
      tally.right();
    } else {
      tally.wrong(kind + " was answered with " + answer);
    }
    String after = awaitVm(killer, tally);
    if (after.equals(vm) != (expected == 500)) {
      tally.wrong("after " + kind + " the VM is " + after + ", before it was " + vm);
    }
    return new Kill(vm, ask.nanos(), System.nanoTime());
  }

  private static String awaitVm(Connection killer, Tally tally) {
    long deadline = System.nanoTime() + Connection.PATIENCE_SECONDS * 1_000_000_000L;
    while (killer.isOpen() && System.nanoTime() < deadline) {
      Answer answer = killer.ask(Ask.nextWithoutBody(Ask.Kind.PLAIN));
      if (answer.status() == 200) {
        return answer.vm();
      }
    }
    tally.wrong("no VM was made anew");
    return "";
  }
}
