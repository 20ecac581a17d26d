package io.proxywasm.testkit.junit;

/** The report of a proxy, which goes with a failure into every view of it. */
final class WhatHappened extends Throwable {
  private static final long serialVersionUID = 1;

  WhatHappened(String report) {
    super("in the proxy\n" + report, null, false, false);
  }
}
