package io.proxywasm.bench.soak;

/** A kind of load. */
interface Scenario {
  /** What it does, for people. */
  String title();

  /** Runs it to its end: all answers are there or never come, and connections are closed. */
  void run(SoakProxy proxy, Tally tally) throws InterruptedException;

  /** Waits for the answers of all that was sent. */
  static void awaitAnswers(Tally tally) throws InterruptedException {
    long deadline = System.nanoTime() + Connection.PATIENCE_SECONDS * 1_000_000_000L;
    while (tally.underWay() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    if (tally.underWay() > 0) {
      tally.wrong(tally.underWay() + " requests have no response");
    }
  }
}
