package io.proxywasm.wasm;

import static io.proxywasm.wasm.Immediate.*;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which immediates follow which opcode: all of Wasm 3.0, threads, relaxed vectors, wide arithmetic,
 * and the older form of exceptions that toolchains still write.
 */
final class Opcodes {
  static final int UNREACHABLE = 0x00;
  static final int END = 0x0b;
  static final int DELEGATE = 0x18;

  private static final int GC = 0xfb;
  private static final int BULK = 0xfc;
  private static final int VECTOR = 0xfd;
  private static final int ATOMIC = 0xfe;

  private Opcodes() {}

  static boolean isPrefix(int code) {
    return code >= GC && code <= ATOMIC;
  }

  static boolean opensBlock(int opcode) {
    return opcode >= 0x02 && opcode <= 0x04 || opcode == 0x06 || opcode == 0x1f;
  }

  /** Returns what follows the opcode, or null when there is no such opcode. */
  static @Nullable List<Immediate> immediates(int opcode) {
    int code = opcode & 0xffff;
    return switch (opcode >>> 16) {
      case 0 -> plain(code);
      case GC -> gc(code);
      case BULK -> bulk(code);
      case VECTOR -> vector(code);
      case ATOMIC -> atomic(code);
      default -> null;
    };
  }

  private static @Nullable List<Immediate> plain(int code) {
    return switch (code) {
      case 0x00, 0x01, 0x05, 0x0a, 0x0b, 0x0f, 0x19, 0x1a, 0x1b, 0xd1, 0xd3, 0xd4 -> List.of();
      case 0x02, 0x03, 0x04, 0x06 -> List.of(BLOCK);
      case 0x07, 0x08 -> List.of(TAG);
      case 0x09, 0x18, 0x20, 0x21, 0x22 -> List.of(NUMBER);
      case 0x0c, 0x0d, 0xd5, 0xd6 -> List.of(LABEL);
      case 0x0e -> List.of(BRANCH_TABLE);
      case 0x10, 0x12, 0xd2 -> List.of(FUNCTION);
      case 0x11, 0x13 -> List.of(TYPE, TABLE);
      case 0x14, 0x15 -> List.of(TYPE);
      case 0x1c -> List.of(VALUE_TYPES);
      case 0x1f -> List.of(BLOCK, CATCHES);
      case 0x23, 0x24 -> List.of(GLOBAL);
      case 0x25, 0x26 -> List.of(TABLE);
      case 0x3f, 0x40 -> List.of(MEMORY);
      case 0x41 -> List.of(I32);
      case 0x42 -> List.of(I64);
      case 0x43 -> List.of(BYTES_4);
      case 0x44 -> List.of(BYTES_8);
      case 0xd0 -> List.of(HEAP_TYPE);
      default -> range(code);
    };
  }

  private static @Nullable List<Immediate> range(int code) {
    if (code >= 0x28 && code <= 0x3e) {
      return List.of(MEMORY_ARGUMENT);
    }
    return code >= 0x45 && code <= 0xc4 ? List.of() : null;
  }

  private static @Nullable List<Immediate> gc(int code) {
    return switch (code) {
      case 0, 1, 6, 7, 11, 12, 13, 14, 16 -> List.of(TYPE);
      case 2, 3, 4, 5, 8 -> List.of(TYPE, NUMBER);
      case 9, 18 -> List.of(TYPE, DATA);
      case 10, 19 -> List.of(TYPE, ELEMENT);
      case 15, 26, 27, 28, 29, 30 -> List.of();
      case 17 -> List.of(TYPE, TYPE);
      case 20, 21, 22, 23 -> List.of(HEAP_TYPE);
      case 24, 25 -> List.of(BYTE, LABEL, HEAP_TYPE, HEAP_TYPE);
      default -> null;
    };
  }

  private static @Nullable List<Immediate> bulk(int code) {
    return switch (code) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 19, 20, 21, 22 -> List.of();
      case 8 -> List.of(DATA, MEMORY);
      case 9 -> List.of(DATA);
      case 10 -> List.of(MEMORY, MEMORY);
      case 11 -> List.of(MEMORY);
      case 12 -> List.of(ELEMENT, TABLE);
      case 13 -> List.of(ELEMENT);
      case 14 -> List.of(TABLE, TABLE);
      case 15, 16, 17 -> List.of(TABLE);
      default -> null;
    };
  }

  private static @Nullable List<Immediate> vector(int code) {
    if (code == 12 || code == 13) {
      return List.of(BYTES_16);
    }
    if (code < 12 || code == 92 || code == 93) {
      return List.of(MEMORY_ARGUMENT);
    }
    if (code >= 84 && code <= 91) {
      return List.of(MEMORY_ARGUMENT, BYTE);
    }
    if (code >= 21 && code <= 34) {
      return List.of(BYTE);
    }
    return code <= 0x113 ? List.of() : null;
  }

  private static @Nullable List<Immediate> atomic(int code) {
    if (code == 3) {
      return List.of(BYTE);
    }
    return code <= 2 || code >= 0x10 && code <= 0x4e ? List.of(MEMORY_ARGUMENT) : null;
  }
}
