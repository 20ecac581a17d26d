package io.proxywasm.cli;

import io.proxywasm.compiler.HostProfile;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a host. */
final class HostConverter implements ITypeConverter<HostProfile> {
  @Override
  public HostProfile convert(String id) {
    return HostProfile.ofId(id)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no host '"
                        + id
                        + "', only "
                        + Arrays.stream(HostProfile.values())
                            .map(HostProfile::id)
                            .collect(Collectors.joining(", "))));
  }

  /** All names. */
  static final class Ids implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(HostProfile.values()).map(HostProfile::id).iterator();
    }
  }
}
