package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a gRPC callout goes: a name of a cluster, or the serialized {@code GrpcService} of Envoy,
 * of which {@code envoy_grpc.cluster_name} and {@code initial_metadata} are served.
 *
 * @param isName whether the plugin gave a bare name
 */
record GrpcTarget(String cluster, HeaderMap metadata, boolean isName) {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  /** Reads it; null when it is neither. */
  static @Nullable GrpcTarget parse(byte[] text) {
    Reader reader = new Reader(text);
    String cluster = "";
    HeaderMap metadata = new HeaderMap(2);
    while (reader.next()) {
      if (reader.field == 1 && reader.type == BYTES) { // envoy_grpc
        Reader envoy = new Reader(reader.bytes);
        while (envoy.next()) {
          if (envoy.field == 1 && envoy.type == BYTES) {
            cluster = new String(envoy.bytes, ISO_8859_1);
          }
        }
        if (envoy.bad) {
          return name(text);
        }
      } else if (reader.field == 5 && reader.type == BYTES) { // initial_metadata
        Reader header = new Reader(reader.bytes);
        String key = "";
        String value = "";
        while (header.next()) {
          if (header.field == 1 && header.type == BYTES) {
            key = new String(header.bytes, ISO_8859_1);
          } else if (header.field == 2 && header.type == BYTES) {
            value = new String(header.bytes, ISO_8859_1);
          }
        }
        if (header.bad) {
          return name(text);
        }
        metadata.add(Names.lowerCase(key), value);
      }
    }
    if (reader.bad) {
      return name(text);
    }
    return new GrpcTarget(cluster, metadata, false);
  }

  private static @Nullable GrpcTarget name(byte[] text) {
    for (byte each : text) {
      if (each <= ' ') {
        return null;
      }
    }
    return new GrpcTarget(new String(text, ISO_8859_1), new HeaderMap(2), true);
  }

  /** Walks over the fields of a protobuf message. */
  private static final class Reader {
    private final byte[] in;
    private int at;
    private int field;
    private int type;
    private byte[] bytes = {};
    private boolean bad;

    Reader(byte[] in) {
      this.in = in;
    }

    boolean next() {
      if (at >= in.length || bad) {
        return false;
      }
      long tag = varint();
      field = (int) (tag >>> 3);
      type = (int) (tag & 7);
      switch (type) {
        case VARINT -> {
          var unused = varint();
        }
        case FIXED_64 -> skip(8);
        case FIXED_32 -> skip(4);
        case BYTES -> {
          long length = varint();
          if (bad || length < 0 || length > in.length - at) {
            bad = true;
            return false;
          }
          bytes = Arrays.copyOfRange(in, at, at + (int) length);
          at += (int) length;
        }
        default -> bad = true;
      }
      if (field == 0) {
        bad = true;
      }
      return !bad;
    }

    private void skip(int count) {
      if (count > in.length - at) {
        bad = true;
      } else {
        at += count;
      }
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at >= in.length) {
          bad = true;
          return 0;
        }
        byte next = in[at++];
        value |= (long) (next & 127) << shift;
        if (next >= 0) {
          return value;
        }
      }
      bad = true;
      return 0;
    }
  }
}
