package io.proxywasm.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "a%20b, 'a b'",
    "%41%7a, Az",
    "%c3%A4, \u00e4",
    "%F0%9F%98%80, \ud83d\ude00",
    "a+b, a+b",
    "%00, '\u0000'",
    "%2525, %25"
  })
  void shouldDecodeOnce(String encoded, String text) {
    assertThat(Percent.decode(encoded)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%4",
        "%4g",
        "%g4",
        "% 1",
        "%u0041",
        "%c3",
        "%c3x",
        "%c3%28",
        "%80",
        "%c0%af",
        "%ed%a0%80",
        "%f4%90%80%80",
        "%ff",
        "%\uff14\uff11"
      })
  void shouldRefuseWhatIsMalformed(String encoded) {
    assertThat(Percent.decode(encoded)).isNull();
  }

  @Test
  void shouldEncodeAsTheJdkDoes() {
    String text = "a Z9-._~!*'()/?&=\u00e4\u20ac\ud83d\ude00";
    String encoded =
        URLEncoder.encode(text, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("*", "%2A")
            .replace("%7E", "~");
    assertThat(Percent.encode(text)).isEqualTo(encoded);
    assertThat(Percent.decode(encoded)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b%20c, 'a|b c'",
    "/a//b/./c/, a|b|c",
    "/a/../b, b",
    "/a/%2e%2E/b, b",
    "/, ''",
    "/%2561, %61"
  })
  void shouldResolveSegments(String path, String segments) {
    assertThat(RequestTarget.parse(path + "?q=/../x").segments())
        .isEqualTo(segments.isEmpty() ? java.util.List.of() : Arrays.asList(segments.split("\\|")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/..", "/a/../..", "/a%2fb", "/a%5cb", "/a\\b", "/a%00", "/%zz", "/%c0%ae"})
  void shouldRefusePathsThatAreSpelledToDeceive(String path) {
    assertThat(RequestTarget.parse(path).segments()).isNull();
  }

  @Test
  void shouldGiveParametersWhenThereAreSome() {
    QueryParameters parameters =
        RequestTarget.parse("/p?a=1&b=x+y%26&a=2&c&=d&&%zz=%41%zz#f").parameters();
    assertThat(parameters.get("a")).isEqualTo("1");
    assertThat(parameters.all("a")).containsExactly("1", "2");
    assertThat(parameters.get("b")).isEqualTo("x y&");
    assertThat(parameters.get("c")).isEmpty();
    assertThat(parameters.get("")).isEqualTo("d");
    assertThat(parameters.get("%zz")).isEqualTo("%41%zz");
    assertThat(parameters.get("d")).isNull();
    assertThat(parameters.names()).containsExactly("a", "b", "a", "c", "", "%zz");
    assertThat(parameters.size()).isEqualTo(6);
    assertThat(QueryParameters.parse("").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP://Example.COM/a?b, http, example.com, 80, /a, b",
    "https://h, https, h, 443, /, ''",
    "https://h:8443?x=1, https, h, 8443, /, x=1",
    "http://[::1]:80/, http, [::1], 80, /, ''",
    "ws://[2001:db8::1], ws, [2001:db8::1], -1, /, ''"
  })
  void shouldTakeUrlsApart(
      String text, String scheme, String host, int port, String path, String query) {
    assertThat(Url.parse(text))
        .isEqualTo(new Url(scheme, host, port, new RequestTarget(path, query)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "http:/h",
        "://h",
        "1http://h",
        "http://",
        "http://:80",
        "http://u:p@h/",
        "http://h:",
        "http://h:x",
        "http://h:65536",
        "http://h h/",
        "http://h\\@evil/",
        "http://[::1",
        "http://[]/"
      })
  void shouldRefuseWhatIsNoUrl(String text) {
    assertThat(Url.parse(text)).isNull();
  }

  @Test
  void shouldGiveCookiesWhenTheyAreSent() {
    Cookies cookies = Cookies.parse("a=1; b=\"two\";c = x=y ;d; =e; a=2;");
    assertThat(cookies.get("a")).isEqualTo("1");
    assertThat(cookies.get("b")).isEqualTo("two");
    assertThat(cookies.get("c")).isEqualTo("x=y");
    assertThat(cookies.get("d")).isNull();
    assertThat(cookies.names()).containsExactly("a", "b", "c", "a");
  }

  @Test
  void shouldWriteCookies() {
    assertThat(
            SetCookie.of("canary", "1")
                .path("/")
                .domain("example.com")
                .maxAge(3600)
                .secure()
                .httpOnly()
                .sameSite(SetCookie.SameSite.LAX))
        .hasToString(
            "canary=1; Path=/; Domain=example.com; Max-Age=3600; Secure; HttpOnly; SameSite=Lax");
    assertThatThrownBy(() -> SetCookie.of("a b", "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SetCookie.of("", "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SetCookie.of("a", "1; Secure"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SetCookie.of("a", "1").path("/\r\nx: y"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
