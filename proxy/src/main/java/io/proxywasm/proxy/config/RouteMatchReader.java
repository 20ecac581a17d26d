package io.proxywasm.proxy.config;

import static io.proxywasm.proxy.config.CoreReader.MATCHER;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads which requests a route is for. */
final class RouteMatchReader {
  private static final String STRING_MATCHER = MATCHER + "StringMatcher";
  private static final String REGEX = MATCHER + "RegexMatcher";

  private RouteMatchReader() {}

  static RouteMatch read(MessageInput in) {
    return new RouteMatch(
        path(in),
        in.messages("headers", RouteReader.ROUTE + "HeaderMatcher", RouteMatchReader::header),
        in.messages(
            "query_parameters",
            RouteReader.ROUTE + "QueryParameterMatcher",
            RouteMatchReader::queryParameter));
  }

  private static PathMatcher path(MessageInput in) {
    boolean caseSensitive = in.flag("case_sensitive", true);
    String prefix = in.text("prefix");
    String path = in.text("path");
    String separated = in.text("path_separated_prefix");
    Optional<Regex> regex = in.message("safe_regex", REGEX, CoreReader::regex);
    return switch (in.exactlyOneOf("prefix", "path", "safe_regex", "path_separated_prefix")) {
      case "prefix" -> new PathMatcher.Prefix(prefix, caseSensitive);
      case "path" -> new PathMatcher.Exact(path, caseSensitive);
      case "safe_regex" -> new PathMatcher.SafeRegex(regex.orElseThrow());
      default -> {
        if (!separated.matches("[^?#]+[^?#/]")) {
          throw in.wrong(
              "path_separated_prefix",
              "\"" + separated + "\" must be a path without ?, # and a slash at its end");
        }
        yield new PathMatcher.PathSeparatedPrefix(separated, caseSensitive);
      }
    };
  }

  private static HeaderMatcher header(MessageInput in) {
    List<HeaderMatcher.Test> tests = new ArrayList<>();
    in.message("string_match", STRING_MATCHER, CoreReader::stringMatcher)
        .ifPresent(matcher -> tests.add(new HeaderMatcher.Text(matcher)));
    in.message("safe_regex_match", REGEX, CoreReader::regex)
        .ifPresent(r -> tests.add(new HeaderMatcher.Text(new StringMatcher.SafeRegex(r))));
    in.message(
            "range_match",
            "envoy.type.v3.Int64Range",
            range -> new HeaderMatcher.Range(range.int64("start"), range.int64("end")))
        .ifPresent(tests::add);
    String exact = in.text("exact_match");
    String prefix = in.text("prefix_match");
    String suffix = in.text("suffix_match");
    String contains = in.text("contains_match");
    boolean present = in.flag("present_match", true);
    String set =
        in.oneOf(
            "string_match",
            "safe_regex_match",
            "range_match",
            "exact_match",
            "prefix_match",
            "suffix_match",
            "contains_match",
            "present_match");
    HeaderMatcher.Test test =
        switch (set) {
          case "exact_match" -> new HeaderMatcher.Text(new StringMatcher.Exact(exact, false));
          case "prefix_match" -> new HeaderMatcher.Text(new StringMatcher.Prefix(prefix, false));
          case "suffix_match" -> new HeaderMatcher.Text(new StringMatcher.Suffix(suffix, false));
          case "contains_match" ->
              new HeaderMatcher.Text(new StringMatcher.Contains(contains, false));
          case "present_match", "" -> new HeaderMatcher.Present(present);
          default -> tests.get(0);
        };
    return new HeaderMatcher(
        in.requiredText("name").toLowerCase(Locale.ROOT),
        test,
        in.flag("invert_match", false),
        in.flag("treat_missing_header_as_empty", false));
  }

  private static QueryParameterMatcher queryParameter(MessageInput in) {
    Optional<StringMatcher> matcher =
        in.message("string_match", STRING_MATCHER, CoreReader::stringMatcher);
    boolean present = in.flag("present_match", true);
    in.oneOf("string_match", "present_match");
    return new QueryParameterMatcher(in.requiredText("name"), matcher, present);
  }
}
