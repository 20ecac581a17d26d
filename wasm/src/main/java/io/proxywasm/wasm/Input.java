package io.proxywasm.wasm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over untrusted bytes. Everything it cannot read is a {@link WasmFormatException} that
 * says where.
 */
final class Input {
  private final Bytes bytes;
  private final String where;
  private int position;

  Input(Bytes bytes, String where) {
    this.bytes = bytes;
    this.where = where;
  }

  boolean hasMore() {
    return position < bytes.length();
  }

  int remaining() {
    return bytes.length() - position;
  }

  int position() {
    return position;
  }

  int peek(String what) {
    if (!hasMore()) {
      throw error("ends where " + what + " should be");
    }
    return bytes.at(position);
  }

  int u8(String what) {
    int value = peek(what);
    position++;
    return value;
  }

  /** Reads an unsigned number of up to 32 bits. */
  long u32(String what) {
    return unsigned(32, what);
  }

  long u64(String what) {
    return unsigned(64, what);
  }

  /**
   * Reads an index into one of the module's lists: no list is so long that this needs the 32nd bit.
   */
  int index(String what) {
    int start = position;
    long value = unsigned(32, what);
    if (value > Integer.MAX_VALUE) {
      throw errorAt(start, what + " is " + value + ", which is beyond every list");
    }
    return (int) value;
  }

  /**
   * Reads how many items follow; each takes a byte at least, so a number beyond the bytes left is a
   * lie.
   */
  int count(String what, int limit) {
    int start = position;
    long value = unsigned(32, what + " count");
    if (value > limit) {
      throw errorAt(start, "says " + value + " " + what + "; the limit is " + limit);
    }
    if (value > remaining()) {
      throw errorAt(
          start, "says " + value + " " + what + ", but only " + remaining() + " bytes follow");
    }
    return (int) value;
  }

  private long unsigned(int bits, String what) {
    int start = position;
    long result = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8(what);
      int room = bits - shift;
      if (room < 7 && (next & 0x7f) >>> room != 0 || room <= 7 && next >= 0x80) {
        throw errorAt(start, what + " does not fit " + bits + " bits");
      }
      result |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return result;
      }
    }
  }

  /** Reads a signed number of the given width (32, 33 or 64 bits). */
  long signed(int bits, String what) {
    int start = position;
    long result = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8(what);
      int room = bits - shift;
      if (room <= 7) {
        int top = (byte) (next << 1) >> room; // the sign and the bits beyond it: all alike
        if (next >= 0x80 || top != 0 && top != -1) {
          throw errorAt(start, what + " does not fit " + bits + " bits");
        }
      }
      result |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        int unused = 64 - Math.min(64, shift + 7);
        return result << unused >> unused;
      }
    }
  }

  Bytes take(long length, String what) {
    if (length > remaining()) {
      throw error(
          what
              + " needs "
              + length
              + " bytes, but "
              + remaining()
              + " are left; is the file cut off?");
    }
    position += (int) length;
    return bytes.slice(position - (int) length, position);
  }

  /** What stands between two positions that were passed already. */
  Bytes between(int start, int end) {
    return bytes.slice(start, end);
  }

  String name(String what) {
    int start = position;
    long length = u32(what);
    if (length > Limits.NAME_BYTES) {
      throw errorAt(
          start, what + " is " + length + " bytes long; the limit is " + Limits.NAME_BYTES);
    }
    byte[] raw = take(length, what).toByteArray();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw errorAt(start, what + " is not UTF-8");
    }
  }

  /**
   * Like {@link #name}, for names that only people read: bad UTF-8 becomes a replacement character.
   */
  String lenientName(String what) {
    return new String(take(u32(what), what).toByteArray(), StandardCharsets.UTF_8);
  }

  void expectEnd() {
    if (hasMore()) {
      throw error("has " + remaining() + " bytes more than its contents");
    }
  }

  WasmFormatException error(String message) {
    return errorAt(position, message);
  }

  WasmFormatException errorAt(int at, String message) {
    return new WasmFormatException(where + ": " + message, (long) bytes.offset() + at);
  }
}
