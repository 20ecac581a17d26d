package io.proxywasm.wasm;

/**
 * Block types in the binary format: one signed number of 33 bits, whose negative values are value
 * types.
 */
final class BlockTypeCodec {
  private static final int EMPTY = 0x40;

  private BlockTypeCodec() {}

  static BlockType read(Input in) {
    int first = in.peek("a block's type");
    if (first == EMPTY) {
      in.u8("a block's type");
      return new BlockType.Empty();
    }
    if (first > EMPTY && first < 0x80) {
      return new BlockType.Result(TypeCodec.readValue(in, "a block's type"));
    }
    int start = in.position();
    long index = in.signed(33, "a block's type");
    if (index < 0 || index > Limits.TYPES) {
      throw in.errorAt(start, "a block's type is " + index);
    }
    return new BlockType.Signature((int) index);
  }

  static void write(BlockType type, Output out) {
    if (type instanceof BlockType.Signature signature) {
      out.signed(signature.type());
    } else if (type instanceof BlockType.Result result) {
      TypeCodec.writeValue(result.type(), out);
    } else {
      out.u8(EMPTY);
    }
  }
}
