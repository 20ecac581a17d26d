package io.proxywasm.sdk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Single points in time, out of the one period that the ABI has for each plugin. The plugin's own
 * ticks stay as they are.
 */
final class Timers extends Ticker {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A tick that is early by less than this is in time. */
  private static final long TOLERANCE = NANOS_PER_MILLI / 2;

  private record Timer(PluginContext plugin, long time, Stage<?> stage, Runnable task) {}

  private static @Nullable Timers instance;

  private List<Timer> all = new ArrayList<>();

  /**
   * Runs a task after a time, in a tick of the current context's plugin, if a stage is not over by
   * then.
   */
  static void start(int milliseconds, Stage<?> stage, Runnable task) {
    if (milliseconds <= 0) {
      throw new IllegalArgumentException(
          "a time of " + Digits.of(milliseconds) + " ms is not positive");
    }
    Context context = Contexts.ALL.get(Contexts.current);
    if (context == null) {
      throw new IllegalStateException("there is no plugin now that could wait");
    }
    long now = Host.calls().monotonicNanoseconds();
    PluginContext plugin = context.owner();
    Timers timers = instance;
    if (timers == null) {
      Timers started = new Timers();
      timers = started;
      instance = timers;
      Contexts.ticker = timers;
      Contexts.endOfCallback =
          new EndOfCallback() {
            @Override
            void run() {
              started.recount();
            }
          };
    }
    if (plugin.nextTick == 0) {
      count(plugin, now);
    }
    // Most timeouts are never needed: what came in time is not kept until its time is over.
    timers.all.removeIf(timer -> timer.stage.isOver());
    timers.all.add(new Timer(plugin, now + milliseconds * NANOS_PER_MILLI, stage, task));
    timers.schedule(plugin, now);
  }

  /** Where a plugin has set another period, its ticks are counted from now on. */
  private void recount() {
    for (Timer timer : all) {
      if (timer.plugin.countedPeriod != timer.plugin.tickPeriod) {
        long now = Host.calls().monotonicNanoseconds();
        count(timer.plugin, now);
        schedule(timer.plugin, now);
      }
    }
  }

  private static void count(PluginContext plugin, long now) {
    plugin.countedPeriod = plugin.tickPeriod;
    plugin.nextTick = now + plugin.tickPeriod * NANOS_PER_MILLI;
  }

  @Override
  boolean tick(PluginContext plugin) {
    long now = Host.calls().monotonicNanoseconds();
    List<Timer> due = new ArrayList<>();
    List<Timer> rest = new ArrayList<>();
    for (Timer timer : all) {
      boolean isDue = timer.plugin == plugin && timer.time - TOLERANCE <= now;
      if (!timer.stage.isOver()) {
        (isDue ? due : rest).add(timer);
      }
    }
    all = rest;
    boolean own =
        plugin.tickPeriod > 0
            && (plugin.countedPeriod != plugin.tickPeriod || plugin.nextTick - TOLERANCE <= now);
    if (own) {
      count(plugin, now);
    }
    schedule(plugin, now);
    for (Timer timer : due) {
      timer.task.run();
    }
    return own;
  }

  /** Returns how many are under way. */
  static int pending() {
    Timers timers = instance;
    return timers == null ? 0 : timers.all.size();
  }

  private void schedule(PluginContext plugin, long now) {
    long next = plugin.tickPeriod > 0 ? plugin.nextTick : Long.MAX_VALUE;
    for (Timer timer : all) {
      if (timer.plugin == plugin) {
        next = Math.min(next, timer.time);
      }
    }
    long period =
        next == Long.MAX_VALUE
            ? 0
            : Math.max(1, (next - now + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    Host.calls().setTickPeriod((int) Math.min(period, Integer.MAX_VALUE));
  }
}
