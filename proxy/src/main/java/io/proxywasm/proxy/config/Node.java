package io.proxywasm.proxy.config;

/**
 * Who this proxy is.
 *
 * @param id its name
 * @param cluster the name of the service that it belongs to
 * @param metadata any data; plugins see it
 * @param locality where it runs
 */
public record Node(String id, String cluster, Value.Struct metadata, Locality locality) {
  /** A node without a name. */
  public static final Node EMPTY = new Node("", "", Value.Struct.EMPTY, Locality.UNKNOWN);

  /** The message {@code envoy.config.core.v3.Node} as protobuf writes it. */
  public Bytes toProtobuf() {
    ProtobufWriter writer = new ProtobufWriter().optionalText(1, id).optionalText(2, cluster);
    if (!metadata.fields().isEmpty()) {
      writer.message(3, message -> message.struct(metadata));
    }
    if (!locality.equals(Locality.UNKNOWN)) {
      writer.message(
          4,
          message ->
              message
                  .optionalText(1, locality.region())
                  .optionalText(2, locality.zone())
                  .optionalText(3, locality.subZone()));
    }
    return Bytes.of(writer.toByteArray());
  }
}
