package io.proxywasm.host;

import io.proxywasm.abi.Status;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** The foreign functions that Envoy brings along, but those for CEL expressions. */
final class BuiltInForeignFunctions {
  /** All of them by their names. */
  static final Map<String, ForeignFunction> ALL =
      Map.of(
          "sign", (caller, arguments) -> Signatures.sign(arguments),
          "verify_signature", (caller, arguments) -> Signatures.verify(arguments),
          "compress", (caller, data) -> ForeignFunction.Result.ok(Zlib.compress(data)),
          "uncompress", (caller, data) -> uncompress(data),
          "clear_route_cache", (caller, arguments) -> clearRouteCache(caller),
          "set_envoy_filter_state", BuiltInForeignFunctions::setFilterState,
          "declare_property", (caller, arguments) -> declareProperty(declarer(caller), arguments));

  /**
   * What Envoy knows to make for the filter state of its own filters; by other names, plugins
   * cannot set any.
   */
  private static final Set<String> WELL_KNOWN_FILTER_STATE =
      Set.of(
          "envoy.filters.listener.original_dst.local_ip",
          "envoy.filters.listener.original_dst.remote_ip",
          "envoy.filters.network.http_connection_manager.local_reply_owner",
          "envoy.hashable_string",
          "envoy.network.application_protocols",
          "envoy.network.ip",
          "envoy.network.transport_socket.original_dst_address",
          "envoy.network.upstream_server_name",
          "envoy.network.upstream_subject_alt_names",
          "envoy.ratelimit.hits_addend",
          "envoy.string",
          "envoy.tcp_proxy.cluster",
          "envoy.tcp_proxy.disable_tunneling",
          "envoy.udp_proxy.cluster",
          "envoy.upstream.dynamic_host",
          "envoy.upstream.dynamic_port");

  private static final int DOWNSTREAM_CONNECTION = 2;

  /** A plugin's declarations live as long as its VM. */
  private static final int MAX_PROPERTY_NAME_BYTES = 16 * 1024;

  private BuiltInForeignFunctions() {}

  private static ForeignFunction.Result uncompress(byte[] data) {
    byte[] uncompressed = Zlib.uncompress(data, Zlib.MAX_UNCOMPRESSED_BYTES);
    return uncompressed == null
        ? ForeignFunction.Result.failed(Status.SERIALIZATION_FAILURE)
        : ForeignFunction.Result.ok(uncompressed);
  }

  private static ForeignFunction.Result clearRouteCache(ForeignFunction.Caller caller) {
    caller.clearRouteCache();
    return ForeignFunction.Result.ok();
  }

  private static ForeignFunction.Result setFilterState(
      ForeignFunction.Caller caller, byte[] arguments) {
    String path = "";
    byte[] value = {};
    long span = 0;
    try {
      ProtoReader reader = new ProtoReader(arguments);
      for (int field = reader.next(); field != 0; field = reader.next()) {
        if (field == 1 && reader.isBytes()) {
          path = reader.text();
        } else if (field == 2 && reader.isBytes()) {
          value = reader.bytes();
        } else if (field == 3 && reader.isVarint()) {
          span = reader.varint();
        } else {
          reader.skip();
        }
      }
    } catch (ProtoReader.Malformed e) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    StreamInfo stream = caller.stream();
    if (stream == null || !WELL_KNOWN_FILTER_STATE.contains(path)) {
      return ForeignFunction.Result.failed(Status.NOT_FOUND);
    }
    stream.filterState().set(path, new PropertyValue.Bytes(value), lifeSpan(span));
    return ForeignFunction.Result.ok();
  }

  /** Envoy's numbers: 0 the filter chain, 1 the request, 2 the connection of the client. */
  private static FilterState.LifeSpan lifeSpan(long span) {
    return (int) span == DOWNSTREAM_CONNECTION
        ? FilterState.LifeSpan.CONNECTION
        : FilterState.LifeSpan.STREAM;
  }

  private static BiPredicate<String, DeclaredProperty> declarer(ForeignFunction.Caller caller) {
    return caller instanceof ForeignCaller plugin ? plugin::declare : (name, property) -> false;
  }

  /** Reads what a plugin says of a property and gives it on; false from there is a bad argument. */
  static ForeignFunction.Result declareProperty(
      BiPredicate<String, DeclaredProperty> declarer, byte[] arguments) {
    String name = "";
    boolean readOnly = false;
    long span = 0;
    try {
      // The type (3) and the schema (4) say how Envoy looks into the value; here it is bytes.
      ProtoReader reader = new ProtoReader(arguments);
      for (int field = reader.next(); field != 0; field = reader.next()) {
        if (field == 1 && reader.isBytes()) {
          name = ByteChars.of(reader.text());
        } else if (field == 2 && reader.isVarint()) {
          readOnly = reader.varint() != 0;
        } else if (field == 5 && reader.isVarint()) {
          span = reader.varint();
        } else {
          reader.skip();
        }
      }
    } catch (ProtoReader.Malformed e) {
      return ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
    }
    boolean declared =
        name.length() <= MAX_PROPERTY_NAME_BYTES
            && declarer.test(name, new DeclaredProperty(readOnly, lifeSpan(span)));
    return declared
        ? ForeignFunction.Result.ok()
        : ForeignFunction.Result.failed(Status.BAD_ARGUMENT);
  }
}
