package io.proxywasm.config.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in annotated records are errors of the compiler, at the line where they are. */
class MistakesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          @PluginConfig class Settings {} | 1: @PluginConfig is for records, which Settings is not
          @PluginConfig record Settings<T>(T a) {} | 1: the record Settings has type parameters
          @PluginConfig record Settings(;Date a) {} | 2: a java.util.Date cannot be read; use String, boolean, int, long, double, Duration, JsonValue, an enum, a record, or a List, Map<String, ...> or Optional of such
          @PluginConfig record Settings(;float a) {} | 2: a float cannot be read; use String, boolean, int, long, double, Duration, JsonValue, an enum, a record, or a List, Map<String, ...> or Optional of such
          @PluginConfig record Settings(;int b,;List a) {} | 3: a java.util.List cannot be read; use String, boolean, int, long, double, Duration, JsonValue, an enum, a record, or a List, Map<String, ...> or Optional of such
          @PluginConfig record Settings(;Map<Integer, String> a) {} | 2: the keys of a map are names in JSON: String, not java.lang.Integer
          @PluginConfig record Settings(;@Default("x") int a) {} | 2: @Default "x" is not a whole number of 32 bits
          @PluginConfig record Settings(;@Range(min = 1) @Default("0") int a) {} | 2: @Default "0" is not a whole number of at least 1
          @PluginConfig record Settings(;@Range(max = 3) @Default("four") String a) {} | 2: @Default "four" is not a text of at most 3 characters
          @PluginConfig record Settings(;@Pattern("a*") @Default("b") String a) {} | 2: @Default "b" is not a text like a*
          @PluginConfig record Settings(;@Default("yes") boolean a) {} | 2: @Default "yes" is not true or false
          @PluginConfig record Settings(;@Default("1") Duration a) {} | 2: @Default "1" is not a duration like "1.5s"
          @PluginConfig record Settings(;@Default("C") E a) { enum E {A, B} } | 2: @Default "C" is not one of a, b
          @PluginConfig record Settings(;@Default("[1]") List<Integer> a) {} | 2: @Default of a list can only be []
          @PluginConfig record Settings(;@Default("{}") Other a) {};record Other(int b) {} | 2: @Default of a record is {}, if all components of Other have a default or are optional
          @PluginConfig record Settings(;Other a) {};record Other(;int b,;Object c) {} | 5: a java.lang.Object cannot be read; use String, boolean, int, long, double, Duration, JsonValue, an enum, a record, or a List, Map<String, ...> or Optional of such
          @PluginConfig record Settings(;@Range(min = 2, max = 1) int a) {} | 2: @Range: 2 is more than 1, nothing is between
          @PluginConfig record Settings(;@Range(max = 3000000000L) int a) {} | 2: @Range goes beyond what the type can have
          @PluginConfig record Settings(;@Range(max = 1) boolean a) {} | 2: @Range is for numbers, texts, lists and maps, not for true or false
          @PluginConfig record Settings(;@Pattern("a") int a) {} | 2: @Pattern is for texts, not for int
          @PluginConfig record Settings(;@Pattern("a(") String a) {} | 2: @Pattern a(: Unclosed group
          @PluginConfig record Settings(;@Pattern("^a") String a) {} | 2: @Pattern ^a: an anchor (the whole text has to match anyway) is not supported, before position 1
          @PluginConfig record Settings(;@Default("1") @Nullable Integer a) {} | 2: with @Default it is always there: neither null nor Optional
          @PluginConfig record Settings(;int a,;@Name("a") int b) {} | 3: two components are 'a'
          class C {; @PluginConfig private record Settings(int a) {} } | 2: the record Settings cannot be seen by the class that reads it: Settings is private
          """)
  void shouldSayWhereAndWhat(String source, String problem) throws IOException {
    assertThat(Javac.problems(folder, source.replace(";", "\n"))).containsExactly(problem);
  }
}
