package io.proxywasm.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MatcherTest {
  @Test
  void shouldCompareTexts() {
    assertThat(new StringMatcher.Exact("ab", false).matches("AB")).isFalse();
    assertThat(new StringMatcher.Exact("ab", true).matches("AB")).isTrue();
    assertThat(new StringMatcher.Prefix("ab", false).matches("abc")).isTrue();
    assertThat(new StringMatcher.Prefix("abc", false).matches("ab")).isFalse();
    assertThat(new StringMatcher.Suffix("BC", true).matches("abc")).isTrue();
    assertThat(new StringMatcher.Suffix("abc", false).matches("bc")).isFalse();
    assertThat(new StringMatcher.Contains("B", true).matches("abc")).isTrue();
    assertThat(new StringMatcher.Contains("B", false).matches("abc")).isFalse();
    assertThat(new StringMatcher.SafeRegex(Regex.of("b")).matches("abc")).isFalse();
    assertThat(new StringMatcher.SafeRegex(Regex.of(".b.")).matches("abc")).isTrue();
  }

  @Test
  void shouldComparePaths() {
    assertThat(new PathMatcher.Prefix("/a", true).matches("/ab")).isTrue();
    assertThat(new PathMatcher.Prefix("/A", false).matches("/ab")).isTrue();
    assertThat(new PathMatcher.Exact("/A", true).matches("/a")).isFalse();
    assertThat(new PathMatcher.Exact("/A", false).matches("/a")).isTrue();
    PathMatcher separated = new PathMatcher.PathSeparatedPrefix("/a", true);
    assertThat(List.of("/a", "/a/", "/a/b")).allMatch(separated::matches);
    assertThat(List.of("/ab", "/", "/b/a")).noneMatch(separated::matches);
  }

  @Test
  void shouldTestHeaders() {
    HeaderMatcher absent = new HeaderMatcher("a", new HeaderMatcher.Present(true), true, false);
    assertThat(absent.matches(null)).isTrue();
    assertThat(absent.matches("")).isFalse();
    HeaderMatcher.Test text = new HeaderMatcher.Text(new StringMatcher.Exact("x", false));
    assertThat(new HeaderMatcher("a", text, false, false).matches("x")).isTrue();
    assertThat(new HeaderMatcher("a", text, true, false).matches("y")).isTrue();
    assertThat(new HeaderMatcher("a", text, true, false).matches(null)).isFalse();
    assertThat(new HeaderMatcher("a", text, true, true).matches(null)).isTrue();
    HeaderMatcher range = new HeaderMatcher("a", new HeaderMatcher.Range(-5, 10), false, false);
    assertThat(List.of("-5", "9")).allMatch(range::matches);
    assertThat(List.of("-6", "10", "x", "")).noneMatch(range::matches);
  }

  @Test
  void shouldTestQueryParameters() {
    QueryParameterMatcher present = new QueryParameterMatcher("q", Optional.empty(), true);
    assertThat(present.matches("")).isTrue();
    assertThat(present.matches(null)).isFalse();
    QueryParameterMatcher value =
        new QueryParameterMatcher("q", Optional.of(new StringMatcher.Exact("x", false)), true);
    assertThat(value.matches("x")).isTrue();
    assertThat(value.matches(null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "(a)(b), ab, \\2\\1, ba",
    "(a), xax, <\\1>, x<a>x",
    "a+, caat, \\0\\0, caaaat",
    "a, bab, $1, b$1b",
    "a, bab, \\\\, b\\b"
  })
  void shouldReplaceAsRe2Does(String regex, String text, String substitution, String result) {
    assertThat(Regex.of(regex).replaceAll(text, substitution)).isEqualTo(result);
  }

  @Test
  void shouldRefuseWhatRe2CannotMatchInLinearTime() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Regex.of("(a)\\1"))
        .withMessageContaining("invalid regex '(a)\\1' (RE2 syntax)");
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com, exact",
    "WWW.Example.com, exact",
    "www.example.com:80, prefix",
    "a.example.com, suffix",
    "b.a.example.com, long suffix",
    "example.com, any",
    "www.example.org, prefix",
    "localhost, any"
  })
  void shouldFindTheVirtualHostByTheMostSpecificDomain(String host, String name) {
    RouteConfiguration routes =
        RouteConfiguration.of(
            "all",
            List.of(
                host("any", "*"),
                host("prefix", "www.example.*"),
                host("suffix", "*.example.com"),
                host("long suffix", "*.a.example.com"),
                host("exact", "www.example.com")));
    assertThat(routes.virtualHost(host)).map(VirtualHost::name).contains(name);
  }

  private static VirtualHost host(String name, String domain) {
    return new VirtualHost(name, List.of(domain), List.of(), HeaderMutations.NONE, Metadata.EMPTY);
  }

  @Test
  void shouldIgnoreThePortWhenItSaysSo() {
    RouteConfiguration routes =
        new RouteConfiguration(
            "r", List.of(host("a", "a.com")), HeaderMutations.NONE, false, true, Metadata.EMPTY);
    assertThat(routes.virtualHost("a.com:8080")).isPresent();
    assertThat(routes.virtualHost("b.com")).isEmpty();
  }

  @Test
  void shouldTakeTagsOutOfStatNames() {
    StatsTag one = new StatsTag("source", new StatsTag.Extractor(Regex.of("_source=([a-z]+)")));
    assertThat(one.extract("requests_source=web.count"))
        .contains(new StatsTag.Extracted("requests_source=.count", "web"));
    StatsTag two = new StatsTag("source", new StatsTag.Extractor(Regex.of("(_source=([a-z]+))")));
    assertThat(two.extract("requests_source=web.count"))
        .contains(new StatsTag.Extracted("requests.count", "web"));
    assertThat(two.extract("requests.count")).isEmpty();
    assertThat(new StatsTag("place", new StatsTag.Fixed("edge")).extract("requests"))
        .contains(new StatsTag.Extracted("requests", "edge"));
  }
}
