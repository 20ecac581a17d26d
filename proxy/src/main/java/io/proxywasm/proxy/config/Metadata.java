package io.proxywasm.proxy.config;

import java.util.Map;

/**
 * Data that filters may read ({@code envoy.config.core.v3.Metadata}).
 *
 * @param filterMetadata by namespace, usually a filter's name
 */
public record Metadata(Map<String, Value.Struct> filterMetadata) {
  /** No data. */
  public static final Metadata EMPTY = new Metadata(Map.of());

  /** Copies the map. */
  public Metadata {
    filterMetadata = Map.copyOf(filterMetadata);
  }

  /** The message as protobuf writes it: what a plugin gets that asks for the whole of it. */
  public Bytes toProtobuf() {
    return Bytes.of(
        new ProtobufWriter().entries(1, filterMetadata, ProtobufWriter::struct).toByteArray());
  }
}
