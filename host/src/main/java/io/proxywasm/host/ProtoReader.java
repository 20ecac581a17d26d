package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads the fields of a message in protobuf's binary form, one after the other, of bytes that
 * nobody has checked. What is no such message makes {@link Malformed}.
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int GROUP_START = 3;
  private static final int GROUP_END = 4;
  private static final int FIXED32 = 5;

  private static final int MAX_GROUPS = 100;

  /** The bytes are not a protobuf message. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private final byte[] bytes;
  private int at;
  private int wireType;

  ProtoReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The number of the next field; 0 at the end. */
  int next() throws Malformed {
    if (at == bytes.length) {
      return 0;
    }
    long tag = varint();
    wireType = (int) tag & 7;
    long field = tag >>> 3;
    if (field == 0 || tag >>> 32 != 0) {
      throw new Malformed("field " + field + " before byte " + at);
    }
    return (int) field;
  }

  /** Whether the field holds bytes, a text or a message. */
  boolean isBytes() {
    return wireType == LENGTH;
  }

  /** Whether the field holds a number, a boolean or an enum. */
  boolean isVarint() {
    return wireType == VARINT;
  }

  /** The bytes of the field. */
  byte[] bytes() throws Malformed {
    long length = varint();
    if (length < 0 || length > bytes.length - at) {
      throw new Malformed(length + " bytes at byte " + at + " of " + bytes.length);
    }
    byte[] value = Arrays.copyOfRange(bytes, at, at + (int) length);
    at += (int) length;
    return value;
  }

  /** The text of the field, which must be UTF-8. */
  String text() throws Malformed {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
    } catch (CharacterCodingException e) {
      throw new Malformed("a text before byte " + at + " is not UTF-8");
    }
  }

  /** The number in the field. */
  long varint() throws Malformed {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == bytes.length) {
        throw new Malformed("the end is inside of a number");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Malformed("a number before byte " + at + " has more than 10 bytes");
  }

  /** Leaves the field out. */
  void skip() throws Malformed {
    int groups = 0;
    do {
      switch (wireType) {
        case VARINT -> varint();
        case FIXED64 -> advance(8);
        case LENGTH -> advance(varint());
        case FIXED32 -> advance(4);
        case GROUP_START -> groups++;
        case GROUP_END -> groups--;
        default -> throw new Malformed("wire type " + wireType + " before byte " + at);
      }
      if (groups < 0 || groups > MAX_GROUPS || (groups > 0 && next() == 0)) {
        throw new Malformed("a group is not closed or too deep before byte " + at);
      }
    } while (groups > 0);
  }

  private void advance(long count) throws Malformed {
    if (count < 0 || count > bytes.length - at) {
      throw new Malformed(count + " bytes at byte " + at + " of " + bytes.length);
    }
    at += (int) count;
  }
}
