package io.proxywasm.proxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what many messages have: addresses, data, metadata, texts to compare with. */
final class CoreReader {
  static final String CORE = "envoy.config.core.v3.";
  static final String MATCHER = "envoy.type.matcher.v3.";
  static final String DATA_SOURCE = CORE + "DataSource";

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

  private CoreReader() {}

  /** An address that must be an IP address. */
  static Address ipAddress(MessageInput in, String advice) {
    in.exactlyOneOf("socket_address");
    return in.requiredMessage(
        "socket_address",
        CORE + "SocketAddress",
        socket -> {
          Address address = socketAddress(socket);
          if (!isIp(address.host())) {
            throw socket.wrong(
                "address", "must be an IP address, but is " + address.host() + advice);
          }
          return address;
        });
  }

  static Address address(MessageInput in) {
    in.exactlyOneOf("socket_address");
    return in.requiredMessage("socket_address", CORE + "SocketAddress", CoreReader::socketAddress);
  }

  private static Address socketAddress(MessageInput in) {
    in.word("protocol", Map.of("TCP", true), true);
    String host = in.requiredText("address");
    in.exactlyOneOf("port_value");
    return new Address(host, in.uint32("port_value", 0, 0, 65535));
  }

  static boolean isIp(String host) {
    if (host.indexOf(':') < 0) {
      return IPV4.matcher(host).matches();
    }
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  static DataSource dataSource(MessageInput in) {
    return switch (in.exactlyOneOf(
        "filename", "inline_string", "inline_bytes", "environment_variable")) {
      case "filename" -> new DataSource.File(path(in, "filename"));
      case "inline_bytes" -> new DataSource.Inline(in.bytes("inline_bytes"));
      case "inline_string" -> new DataSource.Inline(Bytes.utf8(in.text("inline_string")));
      default -> environmentVariable(in);
    };
  }

  /** Data that is read now, as it must be there when the proxy starts. */
  static Bytes data(MessageInput in) {
    DataSource source = dataSource(in);
    try {
      return source.read();
    } catch (ConfigException e) {
      throw in.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static DataSource environmentVariable(MessageInput in) {
    String variable = in.requiredText("environment_variable");
    String value = in.reading().environmentVariable(variable);
    if (value.isEmpty()) {
      throw in.wrong("environment_variable", "the variable " + variable + " is not set");
    }
    return new DataSource.Inline(Bytes.utf8(value));
  }

  static Path path(MessageInput in, String field) {
    return path(in, field, in.requiredText(field));
  }

  static Path path(MessageInput in, String field, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw in.wrong(field, "is no path: " + e.getMessage());
    }
  }

  static Metadata metadata(MessageInput in, String field) {
    return in.message(field, CORE + "Metadata", CoreReader::metadata).orElse(Metadata.EMPTY);
  }

  private static Metadata metadata(MessageInput in) {
    Map<String, Value.Struct> filters =
        new LinkedHashMap<>(in.map("filter_metadata", "google.protobuf.Struct", Input::struct));
    return new Metadata(filters);
  }

  static Locality locality(MessageInput in, String field) {
    return in.message(
            field,
            CORE + "Locality",
            locality ->
                new Locality(
                    locality.text("region"), locality.text("zone"), locality.text("sub_zone")))
        .orElse(Locality.UNKNOWN);
  }

  static Regex regex(MessageInput in) {
    in.message("google_re2", MATCHER + "RegexMatcher.GoogleRE2", engine -> true);
    String regex = in.requiredText("regex");
    return compile(in, "regex", regex);
  }

  static Regex compile(MessageInput in, String field, String regex) {
    try {
      return Regex.of(regex);
    } catch (ConfigException e) {
      throw in.wrong(field, String.valueOf(e.getMessage()));
    }
  }

  static StringMatcher stringMatcher(MessageInput in) {
    boolean ignoreCase = in.flag("ignore_case", false);
    String exact = in.text("exact");
    String prefix = in.text("prefix");
    String suffix = in.text("suffix");
    String contains = in.text("contains");
    var regex = in.message("safe_regex", MATCHER + "RegexMatcher", CoreReader::regex);
    return switch (in.exactlyOneOf("exact", "prefix", "suffix", "contains", "safe_regex")) {
      case "exact" -> new StringMatcher.Exact(exact, ignoreCase);
      case "prefix" -> new StringMatcher.Prefix(notEmpty(in, "prefix", prefix), ignoreCase);
      case "suffix" -> new StringMatcher.Suffix(notEmpty(in, "suffix", suffix), ignoreCase);
      case "contains" -> new StringMatcher.Contains(notEmpty(in, "contains", contains), ignoreCase);
      default -> new StringMatcher.SafeRegex(regex.orElseThrow());
    };
  }

  private static String notEmpty(MessageInput in, String field, String text) {
    if (text.isEmpty()) {
      throw in.wrong(field, "must not be empty");
    }
    return text;
  }
}
