package io.proxywasm.bench;

/**
 * CPU time in nanoseconds.
 *
 * @param process of all threads: the worker, V8's compiler and collector, timers
 * @param worker of the thread that serves requests
 */
record CpuTime(long process, long worker) {

  CpuTime minus(CpuTime earlier) {
    return new CpuTime(process - earlier.process, worker - earlier.worker);
  }
}
