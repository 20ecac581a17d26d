package io.proxywasm.config.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What generated readers make of configurations. */
class ReadingTest {
  private static final String SOURCE =
      """
      @PluginConfig
      record Settings(
          String header,
          @Default("blue") @Pattern("[a-z]+") String team,
          @Default("403") @Range(min = 400, max = 599) int status,
          @Default("9000000000") long big,
          @Default("true") boolean on,
          @Default("0.5") @Range(min = 0, max = 1) double share,
          @Default("log") Mode mode,
          @Default("1.5s") Duration timeout,
          @Default("[]") List<Limit> limits,
          @Default("{}") Map<String, List<Integer>> table,
          @Default("{}") Nested nested,
          @Nullable String note,
          Optional<Limit> extra,
          @Nullable Integer count,
          @Range(max = 2) @Default("[]") List<@Pattern("/.*") String> paths,
          @Name("dry-run") @Default("false") boolean dryRun,
          Optional<io.proxywasm.json.JsonValue> any,
          @Nullable Double weight) {
        enum Mode { LOG, BLOCK, @Name("no-op") NOTHING }
        record Limit(String path, @Range(min = 0, max = 1000) int rate) {
          Limit {
            if (path.isEmpty()) { throw new IllegalArgumentException("a limit has a path"); }
          }
        }
        record Nested(@Default("x") @Range(min = 1, max = 3) String name, @Nullable Nested inner) {}
      }
      """;

  @TempDir static Path folder;
  private static Javac.Reader reader;

  @BeforeAll
  static void compile() throws IOException {
    reader = Javac.reader(folder, SOURCE);
  }

  @Test
  void shouldTakeDefaultsWhenNothingElseIsGiven() {
    assertThat(reader.read("{\"header\": \"x\"}"))
        .hasToString(
            "Settings[header=x, team=blue, status=403, big=9000000000, on=true, share=0.5,"
                + " mode=LOG, timeout=PT1.5S, limits=[], table={},"
                + " nested=Nested[name=x, inner=null], note=null, extra=Optional.empty,"
                + " count=null, paths=[], dryRun=false, any=Optional.empty, weight=null]");
  }

  @Test
  void shouldTakeWhatIsGiven() {
    assertThat(
            reader.read(
                """
                {"header": "x", "team": "red", "status": 451, "big": -1, "on": false, "share": 1e-1,
                 "mode": "no-op", "timeout": "250ms",
                 "limits": [{"path": "/a", "rate": 5}, {"rate": 1000, "path": "/b"}],
                 "table": {"a": [1, 2], "": []}, "nested": {"inner": {"name": "y"}},
                 "note": "n", "extra": {"path": "/c", "rate": 0}, "count": 7,
                 "paths": ["/", "/x"], "dry-run": true}
                """))
        .hasToString(
            "Settings[header=x, team=red, status=451, big=-1, on=false, share=0.1, mode=NOTHING,"
                + " timeout=PT0.25S, limits=[Limit[path=/a, rate=5], Limit[path=/b, rate=1000]],"
                + " table={a=[1, 2], =[]}, nested=Nested[name=x, inner=Nested[name=y,"
                + " inner=null]], note=n, extra=Optional[Limit[path=/c, rate=0]], count=7,"
                + " paths=[/, /x], dryRun=true, any=Optional.empty, weight=null]");
  }

  @Test
  void shouldTakeAnyJsonWhenItMayBeAny() {
    assertThat(reader.read("{\"header\": \"x\", \"any\": {\"a\": [1]}}").toString())
        .contains("any=Optional[{\"a\":[1]}]");
  }

  @Test
  void shouldTakeNullWhenItMayBeMissing() {
    assertThat(reader.read("{\"header\":\"x\",\"note\":null,\"extra\":null,\"count\":null}"))
        .asString()
        .contains("note=null, extra=Optional.empty, count=null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                             | $.header: missing: expected a text
          ``                             | $.header: missing: expected a text
          []                             | $: []: expected an object
          "x"                            | $: "x": expected an object
          {"header": 5}                  | $.header: 5: expected a text
          {"header": null}               | $.header: null: expected a text
          {"header": {"a": [1]}}         | $.header: {"a": [1]}: expected a text
          {"header": "x", "team": "Red"} | $.team: "Red": expected a text like [a-z]+
          {"header": "x", "team": ""}    | $.team: "": expected a text like [a-z]+
          {"status": 99}                 | $.status: 99: expected a whole number from 400 to 599
          {"status": 400.5}              | $.status: 400.5: expected a whole number from 400 to 599
          {"status": "403"}              | $.status: "403": expected a whole number from 400 to 599
          {"status": 1e99}               | $.status: 1e99: expected a whole number from 400 to 599
          {"big": 9223372036854775808}   | $.big: 9223372036854775808: expected a whole number of 64 bits
          {"count": 2147483648}          | $.count: 2147483648: expected a whole number of 32 bits
          {"on": 1}                      | $.on: 1: expected true or false
          {"share": 1.01}                | $.share: 1.01: expected a number from 0 to 1
          {"share": -0.0001}             | $.share: -0.0001: expected a number from 0 to 1
          {"share": 1e999}               | $.share: 1e999: expected a number from 0 to 1
          {"weight": "1"}                | $.weight: "1": expected a number
          {"weight": 1e999}              | $.weight: 1e999: expected a number
          {"big": -9223372036854775809}  | $.big: -9223372036854775809: expected a whole number of 64 bits
          {"count": -2147483649}         | $.count: -2147483649: expected a whole number of 32 bits
          {"status": null}               | $.status: null: expected a whole number from 400 to 599
          {"mode": 1}                    | $.mode: 1: expected one of log, block, no-op
          {"mode": "LOG"}                | $.mode: "LOG": expected one of log, block, no-op
          {"timeout": "5 s"}             | $.timeout: "5 s": expected a duration like "1.5s"
          {"timeout": 5}                 | $.timeout: 5: expected a duration like "1.5s"
          {"limits": {}}                 | $.limits: {}: expected a list
          {"limits": [{"path": "/", "rate": 1}, 7]} | $.limits[1]: 7: expected an object
          {"limits": [{"path": "/", "rate": 1}, {"path": "/", "rate": -5}]} | $.limits[1].rate: -5: expected a whole number from 0 to 1000
          {"limits": [{"rate": 1}]}      | $.limits[0].path: missing: expected a text
          {"limits": [{"path": "/", "rate": 1}, {"path": "/", "rate": 2}, {"path": "/"}]} | $.limits[2].rate: missing: expected a whole number from 0 to 1000
          {"limits": [null]}             | $.limits[0]: null: expected an object
          {"extra": {"path": "/c"}}      | $.extra.rate: missing: expected a whole number from 0 to 1000
          {"limits": [{"path": "", "rate": 1}]} | $.limits[0]: a limit has a path
          {"table": {"a b": [1, "2"]}}   | $.table["a b"][1]: "2": expected a whole number of 32 bits
          {"table": {"a": [], "a": []}}  | $.table.a: the field comes twice
          {"nested": {"inner": {"nam": "y"}}} | $.nested.inner.nam: unknown field: expected one of name, inner
          {"nested": {"name": "long"}}   | $.nested.name: "long": expected a text of 1 to 3 characters
          {"paths": ["/", null]}         | $.paths[1]: null: expected a text like /.*
          {"table": []}                  | $.table: []: expected an object
          {"paths": ["/", "x"]}          | $.paths[1]: "x": expected a text like /.*
          {"paths": ["/", "/", "/"]}     | $.paths: size 3: expected a list of at most 2 elements
          {"dryRun": true}               | $.dryRun: unknown field: expected one of header, team, status, big, on, share, mode, timeout, limits, table, nested, note, extra, count, paths, dry-run, any, weight
          {"header": "x", "header": "y"} | $.header: the field comes twice
          {"header": "x",}               | $.header: no JSON at line 1, column 16: expected a name in quotes, found '}'
          {"limits": [{"path": tru}]}    | $.limits[0].path: no JSON at line 1, column 22: expected true, found tru
          no json                        | $: no JSON at line 1, column 1: expected null, found no
          {"header": "x"} {}             | $: no JSON at line 1, column 17: expected the end, found '{'
          """)
  void shouldTellWhatIsWrongAndWhere(String json, String message) {
    assertThatThrownBy(() -> reader.read(json))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message)
        .hasToString("configuration refused: " + message);
  }

  @Test
  void shouldRefuseWhatIsNestedTooDeep() {
    String deep = "{\"nested\": " + "{\"inner\": ".repeat(100_000);
    assertThatThrownBy(() -> reader.read(deep))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("$.nested.inner.inner")
        .hasMessageEndingWith("nested deeper than 64 levels");
  }

  @Test
  void shouldShortenTheValueWhenItIsLong() {
    assertThatThrownBy(() -> reader.read("{\"on\": \"" + "y".repeat(10_000) + "\"}"))
        .hasMessage("$.on: \"" + "y".repeat(63) + "...: expected true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "1ns", "999us", "1h", "106751d", "0.001ms", "1.25m"})
  void shouldReadDurations(String text) {
    assertThat(reader.read("{\"header\": \"x\", \"timeout\": \"" + text + "\"}")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "1",
        "1.s",
        ".5s",
        "-1s",
        "1e3s",
        "1S",
        "0.5ns",
        "106752d",
        "1s ",
        "99999999999999999999s"
      })
  void shouldRefuseWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> reader.read("{\"header\": \"x\", \"timeout\": \"" + text + "\"}"))
        .isInstanceOf(ConfigException.class);
  }
}
