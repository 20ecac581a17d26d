package io.proxywasm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.proxywasm.e2e.host.HostKind;
import io.proxywasm.e2e.host.LogLine;
import io.proxywasm.e2e.net.Message;
import io.proxywasm.e2e.net.Protocol;
import io.proxywasm.e2e.net.Request;
import io.proxywasm.e2e.plugins.SemanticsPlugin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Java's semantics: what Wasm would trap at is an exception, and costs one stream. */
class SemanticsIT extends OnEachHostAndAsJava {

  private static final String PLUGIN = "SemanticsPlugin";
  private static final String NAMED = "named";

  private static Stage stage;

  @BeforeParameterizedClassInvocation
  static void start(HostKind host) {
    stage =
        Stage.on(host)
            .plugin(SemanticsPlugin.class)
            .plugin(NAMED, TestPlugin.named(SemanticsPlugin.class), plugin -> plugin)
            .start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null           | java.lang.NullPointerException
          null-field     | java.lang.NullPointerException
          null-array     | java.lang.NullPointerException
          null-length    | java.lang.NullPointerException
          index          | java.lang.ArrayIndexOutOfBoundsException
          index-negative | java.lang.ArrayIndexOutOfBoundsException
          cast           | java.lang.ClassCastException
          int-division   | java.lang.ArithmeticException: / by zero
          int-remainder  | java.lang.ArithmeticException: / by zero
          long-division  | java.lang.ArithmeticException: / by zero
          long-remainder | java.lang.ArithmeticException: / by zero
          array-size     | java.lang.NegativeArraySizeException: -1
          array-size-2   | java.lang.NegativeArraySizeException: -3
          store          | java.lang.ArrayStoreException: java.lang.Integer
          number         | java.lang.NumberFormatException
          own            | io.proxywasm.e2e.plugins.SemanticsPlugin$OwnException: of my own
          modification   | java.util.ConcurrentModificationException
          substring      | IndexOutOfBoundsException
          no-element     | java.util.NoSuchElementException
          error          | java.lang.AssertionError: an error
          """)
  void shouldFailOneStreamWhenJavaThrows(String name, String failure) {
    for (Protocol protocol : Protocol.values()) {
      int mark = stage.mark();
      Message response = run(protocol, PLUGIN, name);
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.body()).isEmpty();
      String line = stage.awaitLog(mark, "onRequestHeaders failed in context ");
      assertThat(line).matches("(?s)onRequestHeaders failed in context \\d+: .*").contains(failure);
      assertThat(run(protocol, PLUGIN, "next").status()).isEqualTo(200);
    }
    stage.assertVmsLive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "index", "cast", "int-division", "array-size", "own", "number"})
  void shouldLogJavaLinesWhenNamesAreKept(String name) {
    int mark = stage.mark();
    assertThat(run(Protocol.HTTP_1, NAMED, name).status()).isEqualTo(500);
    String line = stage.awaitLog(mark, "onRequestHeaders failed in context ");
    assertThat(line.lines().filter(l -> l.startsWith("\tat ")))
        .anyMatch(l -> l.matches("\tat .*SemanticsPlugin\\.run\\(SemanticsPlugin\\.java:\\d+\\)"))
        .anyMatch(l -> l.contains("SemanticsPlugin.onRequestHeaders(SemanticsPlugin.java:"));
  }

  @Test
  void shouldLogTheRightLineWhenNamesAreKept() {
    int mark = stage.mark();
    run(Protocol.HTTP_1, NAMED, "int-division");
    String first = stage.awaitLog(mark, "ArithmeticException");
    mark = stage.mark();
    run(Protocol.HTTP_1, NAMED, "int-remainder");
    String second = stage.awaitLog(mark, "ArithmeticException");
    // The two cases are two lines apart in the source.
    assertThat(runLine(second)).isEqualTo(runLine(first) + 2);
  }

  private static int runLine(String line) {
    String marker = "SemanticsPlugin.run(SemanticsPlugin.java:";
    int start = line.indexOf(marker) + marker.length();
    return Integer.parseInt(line.substring(start, line.indexOf(')', start)));
  }

  @Test
  void shouldLogTheCauseWhenAnExceptionHasOne() {
    int mark = stage.mark();
    run(Protocol.HTTP_1, PLUGIN, "own");
    assertThat(stage.awaitLog(mark, "of my own"))
        .contains("Caused by: java.lang.IllegalStateException: the cause");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          min-value    | -2147483648 0 -9223372036854775808 0
          float-to-int | 0 2147483647 -9223372036854775808 44
          shift        | 2 15 2
          """)
  void shouldComputeAsJavaWhenWasmDiffers(String name, String result) {
    assertThat(result(name)).isEqualTo(result);
  }

  @Test
  void shouldCatchExceptionsWhenThePluginCatches() {
    assertThat(result("caught"))
        .isEqualTo(
            "NullPointerException ArrayIndexOutOfBoundsException ClassCastException"
                + " ArithmeticException ArithmeticException NegativeArraySizeException"
                + " ArrayStoreException NumberFormatException ConcurrentModificationException");
  }

  @Test
  void shouldTellTheTimeWhenAsked() {
    String[] times = result("time").split(" ");
    double now = System.currentTimeMillis();
    assertThat((double) Long.parseLong(times[0])).isCloseTo(now, within(60_000.0));
    assertThat((double) Instant.parse(times[2]).toEpochMilli()).isCloseTo(now, within(60_000.0));
    String[] later = result("time").split(" ");
    assertThat(Long.parseLong(later[1])).isGreaterThan(Long.parseLong(times[1]));
  }

  @Test
  void shouldDrawDifferentNumbersWhenAskedAgain() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String[] numbers = result("random").split(" ");
      assertThat(numbers).hasSize(4);
      assertThat(Double.parseDouble(numbers[2])).isBetween(0.0, 1.0);
      assertThat(numbers[3]).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
      assertThat(numbers[3].charAt(14)).isEqualTo('4');
      all.addAll(List.of(numbers));
    }
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void shouldLogLinesWhenThePluginPrints() {
    int mark = stage.mark();
    result("print");
    stage.awaitLog(mark, "a line of err 5");
    assertThat(
            stage.lines(mark).stream()
                .filter(LogLine::plugin)
                .map(line -> line.level() + " " + line.text()))
        .containsExactly(
            "info a line of out",
            "info log \u00e4\u20ac",
            "info of 2 parts, \u00e4\u20ac",
            "error a line of err 5");
  }

  @Test
  void shouldLogTheExceptionWhenAStackTraceIsPrinted() {
    int mark = stage.mark();
    result("trace");
    assertThat(stage.awaitLog(mark, "only printed")).contains("OwnException: only printed");
  }

  private static String result(String name) {
    Message response = run(Protocol.HTTP_1, PLUGIN, name);
    assertThat(response.status()).describedAs(() -> name + ": " + stage.said(0)).isEqualTo(200);
    Message seen = stage.upstream().take("/h1/" + name).awaitEnd();
    return Objects.requireNonNullElse(seen.header("result"), "no result");
  }

  private static Message run(Protocol protocol, String listener, String name) {
    return stage.send(protocol, listener, Request.get(protocol.path(name)).header("case", name));
  }
}
