package io.proxywasm.e2e.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the probe shall do in which callback. Each call has a number, under which the probe logs its
 * result.
 */
public final class Script {
  /** Where a stream's script lies in the probe's memory. */
  static final int STREAM_BASE = 0x10000;

  /** Where the script of the configuration lies. */
  static final int ROOT_BASE = 0x20000;

  /** How long a script may be. */
  static final int LIMIT = 0x10000;

  /** Where what the host writes goes: each call has its own 64 bytes. */
  private static final int SCRATCH = 0x40000;

  static final int OP_CALL = 0;
  static final int OP_RETURN = 1;
  static final int OP_TRAP = 2;
  static final int OP_LOG = 3;
  static final int OP_DUMP = 4;
  static final int OP_DUMP_INDIRECT = 5;
  static final int OP_STORE = 6;
  static final int OP_SPIN = 7;
  static final int OP_ALLOCATOR = 8;
  static final int OP_GROW = 9;
  static final int OP_ONLY_IF = 10;

  static final int ARG_VALUE = 0;
  static final int ARG_LOAD = 1;
  static final int ARG_PARAMETER = 2;
  static final int ARG_DATA = 3;

  /** What the allocator does from now on. */
  public enum Allocator {
    RIGHT,
    NULL,
    OUTSIDE,
    TRAP,
    HOSTCALL,
    GROW
  }

  /** A value that is only known when the script runs. */
  public record Value(int mode, int operand) {}

  private record Word(boolean isData, int value) {}

  /**
   * A call.
   *
   * @param text the call as in transcripts
   * @param function what was called
   */
  record Label(String text, Import function) {}

  private static final List<Label> LABELS = new ArrayList<>();

  private final List<Import> imports;
  private final Map<Callback, List<Word>> blocks = new EnumMap<>(Callback.class);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private List<Word> current = new ArrayList<>();
  private int scratch;
  private int stream;

  private Script(AbiVersion version) {
    this.imports = Import.of(version);
  }

  /** Starts a script for the probe of the newest ABI. */
  public static Script create() {
    return create(AbiVersion.V0_2_1);
  }

  public static Script create(AbiVersion version) {
    return new Script(version);
  }

  /** What follows is done in a callback. */
  public Script on(Callback callback) {
    current = blocks.computeIfAbsent(callback, any -> new ArrayList<>());
    return this;
  }

  /**
   * Calls the host, with an argument for each letter of the import that wants one: an {@link
   * Integer} or {@link Value}, a {@link Long} for {@code l}, a text or bytes for {@code s}. What
   * the host gives back is logged.
   */
  public Script call(String name, Object... arguments) {
    Import function = Import.find(imports, name);
    List<Word> words = new ArrayList<>();
    List<Runnable> after = new ArrayList<>();
    int next = 0;
    for (char kind : function.parameters().toCharArray()) {
      switch (kind) {
        case 's' -> {
          byte[] bytes = bytes(arguments[next++]);
          words.addAll(data(bytes));
          words.addAll(number(bytes.length));
        }
        case 'v', 'm' -> {
          int address = scratch(8);
          words.addAll(number(address));
          words.addAll(number(address + 4));
          after.add(() -> op(OP_DUMP_INDIRECT, address, address + 4));
        }
        case 'w', 'q' -> {
          int size = kind == 'w' ? 4 : 8;
          int address = scratch(size);
          words.addAll(number(address));
          after.add(() -> op(OP_DUMP, address, size));
        }
        case 'x' -> words.addAll(number(scratch(8)));
        case 'h' -> {
          int address = scratch(4);
          words.addAll(number(address));
          after.add(() -> op(OP_DUMP, address, 4));
        }
        default -> words.addAll(argument(arguments[next++]));
      }
    }
    if (next != arguments.length) {
      throw new IllegalArgumentException(
          name + " takes " + next + " arguments, not " + Arrays.toString(arguments));
    }
    emit(function, text(function, arguments), words);
    after.forEach(Runnable::run);
    return this;
  }

  /** Calls the host with the arguments of Wasm as they are, and logs only the status. */
  public Script raw(String label, String name, Object... arguments) {
    Import function = Import.find(imports, name);
    if (arguments.length != function.types().size()) {
      throw new IllegalArgumentException(name + " has the parameters " + function.types());
    }
    List<Word> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.addAll(argument(argument));
    }
    emit(function, label, words);
    return this;
  }

  private void emit(Import function, String label, List<Word> words) {
    op(OP_CALL, imports.indexOf(function), number(new Label(label, function)), words.size() / 2);
    current.addAll(words);
  }

  private static String text(Import function, Object[] arguments) {
    return function.shortName()
        + Arrays.stream(arguments)
            .map(Script::argumentText)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String argumentText(Object argument) {
    if (argument instanceof byte[] bytes) {
      return "x" + HexFormat.of().formatHex(bytes);
    }
    if (argument instanceof String text) {
      return "\"" + Transcript.printable(text) + "\"";
    }
    return argument instanceof Value ? "..." : argument.toString();
  }

  private static byte[] bytes(Object argument) {
    return argument instanceof byte[] bytes ? bytes : ((String) argument).getBytes(UTF_8);
  }

  private static List<Word> argument(Object argument) {
    if (argument instanceof Value value) {
      if (value.mode() == ARG_DATA) {
        return List.of(new Word(false, ARG_VALUE), new Word(true, value.operand()));
      }
      return List.of(new Word(false, value.mode()), new Word(false, value.operand()));
    }
    if (argument instanceof Number number) {
      return number(number.intValue());
    }
    throw new IllegalArgumentException("" + argument);
  }

  private static List<Word> number(int value) {
    return List.of(new Word(false, ARG_VALUE), new Word(false, value));
  }

  /** The address of bytes. */
  public Value address(byte[] bytes) {
    int offset = data.size();
    data.writeBytes(bytes);
    return new Value(ARG_DATA, offset);
  }

  private List<Word> data(byte[] bytes) {
    return argument(address(bytes));
  }

  /** Some bytes of memory that nobody else uses. */
  public int scratch(int size) {
    int address = SCRATCH + scratch;
    scratch += (size + 7) & ~7;
    return address;
  }

  /** Where the last thing that the host wrote is: an id, for instance. */
  public Value last() {
    return new Value(ARG_LOAD, SCRATCH + scratch - 8);
  }

  /** The number at an address. */
  public static Value load(int address) {
    return new Value(ARG_LOAD, address);
  }

  /** A parameter of the callback; 0 is the context's id. */
  public static Value parameter(int index) {
    return new Value(ARG_PARAMETER, index);
  }

  /** Ends the callback with a result. */
  public Script answer(int value) {
    op(OP_RETURN, value);
    return this;
  }

  /** Traps. */
  public Script trap() {
    op(OP_TRAP);
    return this;
  }

  /** Never returns. */
  public Script spin() {
    op(OP_SPIN);
    return this;
  }

  /** Logs a text. */
  public Script say(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    op(OP_LOG);
    current.add(new Word(true, data.size()));
    current.add(new Word(false, bytes.length));
    data.writeBytes(bytes);
    return this;
  }

  /** Logs bytes of memory, behind the last call. */
  public Script dump(int address, int size) {
    op(OP_DUMP, address, size);
    return this;
  }

  /** Changes what the allocator does; {@link Allocator#HOSTCALL} makes the call that follows. */
  public Script allocator(Allocator behaviour) {
    op(OP_ALLOCATOR, behaviour.ordinal());
    return this;
  }

  /** Gets more memory. */
  public Script grow(int pages) {
    op(OP_GROW, pages);
    return this;
  }

  /** Goes on only when a parameter of the callback has a value. */
  public Script onlyIf(int parameter, int value) {
    op(OP_ONLY_IF, parameter, value);
    return this;
  }

  /**
   * Pauses the request, so that what follows happens outside of it: in the given callback of the
   * plugin's own context, which {@link #resume} ends.
   */
  public Script pauseUntil(Callback callback) {
    stream = scratch(4);
    return store(stream, parameter(0)).answer(1).on(callback);
  }

  /** Lets the paused request go on, from another callback. */
  public Script resume() {
    return call("set_effective_context", load(stream)).call("continue_stream", 0);
  }

  /** Sets a number in memory. */
  public Script store(int address, Value value) {
    op(OP_STORE, address);
    current.addAll(argument(value));
    return this;
  }

  private void op(int... words) {
    for (int word : words) {
      current.add(new Word(false, word));
    }
  }

  private static synchronized int number(Label label) {
    LABELS.add(label);
    return LABELS.size() - 1;
  }

  /** What was called under a number, in any script. */
  static synchronized Label label(int number) {
    return LABELS.get(number);
  }

  /** The script as it lies in memory. */
  byte[] bytes(int base) {
    int words = 1;
    for (List<Word> block : blocks.values()) {
      words += 3 + block.size();
    }
    ByteBuffer buffer = ByteBuffer.allocate(words * 4 + data.size()).order(ByteOrder.LITTLE_ENDIAN);
    int dataBase = base + words * 4;
    blocks.forEach(
        (callback, block) -> {
          buffer.putInt(callback.ordinal());
          buffer.putInt(block.size() + 1);
          for (Word word : block) {
            buffer.putInt(word.isData() ? dataBase + word.value() : word.value());
          }
          buffer.putInt(-1);
        });
    buffer.putInt(-1);
    buffer.put(data.toByteArray());
    if (buffer.capacity() > LIMIT) {
      throw new IllegalStateException("a script of " + buffer.capacity() + " bytes");
    }
    return buffer.array();
  }

  /** For the header {@code probe}. */
  public String header() {
    return HexFormat.of().formatHex(bytes(STREAM_BASE));
  }

  /** For the configuration. */
  public String configuration() {
    return HexFormat.of().formatHex(bytes(ROOT_BASE));
  }

  /** Bytes of a text with one byte for each char. */
  public static byte[] latin1(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
