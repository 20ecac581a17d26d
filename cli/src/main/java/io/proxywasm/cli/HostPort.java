package io.proxywasm.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A server's address.
 *
 * @param host a name or an IP address
 * @param port its port
 */
record HostPort(String host, int port) {
  private static final Pattern TEXT = Pattern.compile("(?:\\[([^]]+)]|([^:\\[\\]]+)):([0-9]{1,5})");

  /** Reads {@code HOST:PORT}; an IPv6 address stands in brackets. */
  static final class Converter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String text) {
      Matcher matcher = TEXT.matcher(text);
      if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
        throw new TypeConversionException("'" + text + "' is not HOST:PORT");
      }
      return new HostPort(
          matcher.group(1) == null ? matcher.group(2) : matcher.group(1),
          Integer.parseInt(matcher.group(3)));
    }
  }
}
