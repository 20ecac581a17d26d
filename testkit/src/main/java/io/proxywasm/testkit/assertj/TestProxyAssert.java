package io.proxywasm.testkit.assertj;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.testkit.Mistake;
import io.proxywasm.testkit.MistakeKind;
import io.proxywasm.testkit.TestProxy;
import java.util.List;

/** Assertions about a proxy: what its plugins have said, counted and done. */
public final class TestProxyAssert extends ReportingAssert<TestProxyAssert, TestProxy> {
  TestProxyAssert(TestProxy actual) {
    super(actual, TestProxyAssert.class);
  }

  @Override
  String report() {
    return actual.report();
  }

  /** Plugins have logged these lines, at any level, in this order; there may be others. */
  public TestProxyAssert said(String... lines) {
    List<String> left = actual.said();
    for (String line : lines) {
      int at = left.indexOf(line);
      if (at < 0) {
        return check(false, "the line '" + line + "' in the plugins' log", "they said " + left);
      }
      left = left.subList(at + 1, left.size());
    }
    return this;
  }

  /** A plugin has logged a line of this level with this in it. */
  public TestProxyAssert hasLogged(LogLevel level, String part) {
    List<String> lines = actual.log(level);
    return check(
        lines.stream().anyMatch(line -> line.contains(part)),
        "a line with '" + part + "' in the plugins' log of level " + level,
        "there are " + lines);
  }

  /** No plugin has logged a line with this in it. */
  public TestProxyAssert neverSaid(String part) {
    List<String> lines = actual.said();
    return check(
        lines.stream().noneMatch(line -> line.contains(part)),
        "no line with '" + part + "' in the plugins' log",
        "they said " + lines);
  }

  /** A counter or gauge has this value. */
  public TestProxyAssert hasMetric(String name, long value) {
    return checkEqual("the metric " + name, value, actual.metric(name));
  }

  /** A VM has died: by a trap, or an endless loop; the host's line about it has this in it. */
  public TestProxyAssert hasFailure(String part) {
    return check(
        actual.failures().stream().anyMatch(line -> line.contains(part)),
        "a failure with '" + part + "'",
        "there are " + actual.failures());
  }

  /** No VM has died. */
  public TestProxyAssert hasNoFailures() {
    return check(actual.failures().isEmpty(), "no failed plugin", "there are " + actual.failures());
  }

  /** Plugins got something of this kind wrong; it is then expected. */
  public TestProxyAssert hasMistake(MistakeKind kind) {
    return hasMistake(kind, "");
  }

  /** Plugins got something of this kind wrong, with this in its message; it is then expected. */
  public TestProxyAssert hasMistake(MistakeKind kind, String part) {
    List<Mistake> mistakes = actual.mistakes();
    return check(
        mistakes.stream().anyMatch(each -> each.kind() == kind && each.message().contains(part)),
        "a mistake " + kind + (part.isEmpty() ? "" : " with '" + part + "'"),
        "there are " + mistakes);
  }

  /** Plugins got nothing wrong, as far as it can be seen from outside. */
  public TestProxyAssert hasNoMistakes() {
    List<Mistake> mistakes = actual.mistakes();
    return check(mistakes.isEmpty(), "no mistakes", "there are " + mistakes);
  }

  /** Plugins have made so many HTTP calls. */
  public TestProxyAssert hasHttpCallouts(int count) {
    return check(
        actual.httpCallouts().size() == count,
        count + " HTTP calls",
        "there are " + actual.httpCallouts());
  }
}
