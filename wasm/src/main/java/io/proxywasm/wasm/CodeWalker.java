package io.proxywasm.wasm;

import java.util.List;

/** Walks instructions, shows them to a mapper, and copies them with what the mapper replaced. */
final class CodeWalker {
  static final CodeMapper IDENTITY = new CodeMapper() {};
  private static final int MEMORY_INDEX_FLAG = 0x40;

  private final Input in;
  private final CodeMapper mapper;
  private final Output out;
  private int copied;

  private CodeWalker(Input in, CodeMapper mapper, Output out) {
    this.in = in;
    this.mapper = mapper;
    this.out = out;
    this.copied = in.position();
  }

  /** Passes one expression, up to and with its last {@code end}. */
  static void skip(Input in) {
    new CodeWalker(in, IDENTITY, new Output()).expression();
  }

  /** Passes one expression and writes it again as the mapper wants it. */
  static void map(Input in, CodeMapper mapper, Output out) {
    CodeWalker walker = new CodeWalker(in, mapper, out);
    walker.expression();
    walker.flush();
  }

  /** Passes one instruction without what it encloses, and returns its code. */
  static int one(Input in, CodeMapper mapper, Output out) {
    CodeWalker walker = new CodeWalker(in, mapper, out);
    int opcode = walker.instruction();
    walker.flush();
    return opcode;
  }

  /** Passes the locals and the instructions of a function's body. */
  static void mapBody(Input in, CodeMapper mapper, Output out) {
    CodeWalker walker = new CodeWalker(in, mapper, out);
    walker.locals();
    walker.expression();
    in.expectEnd();
    walker.flush();
  }

  private void locals() {
    int groups = in.count("groups of locals", Limits.LOCALS);
    long total = 0;
    for (int i = 0; i < groups; i++) {
      total += in.u32("a count of locals");
      if (total > Limits.LOCALS) {
        throw in.error("a function has " + total + " locals; the limit is " + Limits.LOCALS);
      }
      valueType();
    }
    mapper.locals((int) total);
  }

  private void flush() {
    out.bytes(in.between(copied, in.position()));
    copied = in.position();
  }

  private void expression() {
    int depth = 1;
    while (depth > 0) {
      int opcode = instruction();
      if (Opcodes.opensBlock(opcode)) {
        depth++;
        if (depth > Limits.NESTING) {
          throw in.error("blocks are nested deeper than " + Limits.NESTING);
        }
      } else if (opcode == Opcodes.END || opcode == Opcodes.DELEGATE) {
        depth--;
      }
    }
  }

  private int instruction() {
    int start = in.position();
    int opcode = in.u8("an instruction");
    if (Opcodes.isPrefix(opcode)) {
      opcode = opcode << 16 | (int) Math.min(0xffff, in.u32("an instruction"));
    }
    List<Immediate> immediates = Opcodes.immediates(opcode);
    if (immediates == null) {
      throw in.errorAt(start, "there is no instruction 0x" + Integer.toHexString(opcode));
    }
    if (mapper.trapsBefore(opcode)) {
      replaceSince(start).u8(Opcodes.UNREACHABLE);
      copied = start;
    }
    mapper.instruction(opcode);
    for (Immediate immediate : immediates) {
      immediate(immediate);
    }
    return opcode;
  }

  private void immediate(Immediate immediate) {
    switch (immediate) {
      case TYPE -> index(IndexSpace.TYPE);
      case FUNCTION -> index(IndexSpace.FUNCTION);
      case TABLE -> index(IndexSpace.TABLE);
      case MEMORY -> index(IndexSpace.MEMORY);
      case GLOBAL -> index(IndexSpace.GLOBAL);
      case TAG -> index(IndexSpace.TAG);
      case ELEMENT -> index(IndexSpace.ELEMENT);
      case DATA -> index(IndexSpace.DATA);
      case NUMBER -> in.u32("an operand");
      case LABEL -> label(0);
      case BLOCK -> blockType();
      case HEAP_TYPE -> heapType();
      case VALUE_TYPES -> valueTypes();
      case I32 -> in.signed(32, "a constant");
      case I64 -> in.signed(64, "a constant");
      case BYTE -> in.u8("an operand");
      case BYTES_4 -> in.take(4, "a constant");
      case BYTES_8 -> in.take(8, "a constant");
      case BYTES_16 -> in.take(16, "a constant");
      case MEMORY_ARGUMENT -> memoryArgument();
      case BRANCH_TABLE -> branchTable();
      case CATCHES -> catches();
    }
  }

  private void label(int inside) {
    int start = in.position();
    int depth = (int) Math.min(Integer.MAX_VALUE - 1, in.u32("a label"));
    int mapped = mapper.label(depth + inside) - inside;
    if (mapped != depth) {
      replaceSince(start).u32(mapped);
    }
  }

  private void index(IndexSpace space) {
    int start = in.position();
    int index = in.index("a " + space + " index");
    int mapped = mapper.index(space, index);
    if (mapped != index) {
      replaceSince(start).u32(mapped);
    }
  }

  /**
   * Drops what was read since the position, so that the caller can write something else in its
   * place.
   */
  private Output replaceSince(int start) {
    out.bytes(in.between(copied, start));
    copied = in.position();
    return out;
  }

  private void blockType() {
    int start = in.position();
    BlockType type = BlockTypeCodec.read(in);
    BlockType mapped = mapper.blockType(type);
    if (!mapped.equals(type)) {
      BlockTypeCodec.write(mapped, replaceSince(start));
    } else if (type instanceof BlockType.Result result) {
      mapReference(result.type(), start);
    }
  }

  private void valueTypes() {
    int count = in.count("result types", Limits.PARAMETERS);
    for (int i = 0; i < count; i++) {
      valueType();
    }
  }

  private void valueType() {
    int start = in.position();
    mapReference(TypeCodec.readValue(in, "a type"), start);
  }

  private void mapReference(ValueType type, int start) {
    if (type instanceof ReferenceType reference
        && reference.target() instanceof TypeIndex declared) {
      int mapped = mapper.index(IndexSpace.TYPE, declared.index());
      if (mapped != declared.index()) {
        TypeCodec.writeValue(
            new ReferenceType(reference.nullable(), new TypeIndex(mapped)), replaceSince(start));
      }
    }
  }

  private void heapType() {
    int start = in.position();
    if (TypeCodec.readHeap(in, "a heap type") instanceof TypeIndex declared) {
      int mapped = mapper.index(IndexSpace.TYPE, declared.index());
      if (mapped != declared.index()) {
        TypeCodec.writeHeap(new TypeIndex(mapped), replaceSince(start));
      }
    }
  }

  private void memoryArgument() {
    long alignment = in.u32("an alignment");
    if (alignment >= 2 * MEMORY_INDEX_FLAG) {
      throw in.error("an alignment is 2^" + alignment);
    }
    if ((alignment & MEMORY_INDEX_FLAG) != 0) {
      index(IndexSpace.MEMORY);
    } else {
      mapper.index(IndexSpace.MEMORY, 0);
    }
    in.u64("an offset");
  }

  private void branchTable() {
    int count = in.count("branch targets", Limits.BRANCH_TARGETS);
    for (int i = 0; i <= count; i++) {
      label(0);
    }
  }

  private void catches() {
    int count = in.count("catch clauses", Limits.CATCHES);
    for (int i = 0; i < count; i++) {
      int kind = in.u8("a catch clause");
      if (kind > 3) {
        throw in.errorAt(in.position() - 1, "a catch clause begins with " + kind);
      }
      if (kind <= 1) {
        index(IndexSpace.TAG);
      }
      label(1); // It is counted from outside the block.
    }
  }
}
