package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.abi.HeaderPairs;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.wasm.FunctionType;
import io.proxywasm.wasm.NumberType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plugin that does in every callback what its host tells it by the foreign function {@value
 * #NEXT}: it calls any import with any numbers, and misbehaves in other ways. After each callback
 * it shows all of its memory to the foreign function {@value #SHOW}. A result that is no status it
 * tells to {@value #BAD}.
 */
public final class HostileGuest {
  /** The foreign function that gives the steps of a callback, see {@link #steps}. */
  public static final String NEXT = "next";

  /** The foreign function that gets the guest's memory. */
  public static final String SHOW = "show";

  /** The foreign function that gets the number of a step and what came of it. */
  public static final String BAD = "bad";

  private static final String MARKER = "proxy_abi_version_0_2_1";
  private static final String PREVIEW_1 = "wasi_snapshot_preview1";

  private static final int NAMES_AT = 256;
  private static final int NUMBERS_AT = 16;
  private static final int RESULT_AT = 24;
  private static final int TEXTS_AT = 1024;
  private static final int STEPS_AT = 8192;
  private static final int HEAP_AT = 32768;
  private static final int PAGES = 1;
  private static final int MAX_PAGES = 4;

  private static final int MAX_STEPS = 12;
  private static final int MAX_ARGUMENTS = 12;
  private static final int HEAD = 8;
  private static final int STEP = HEAD + 8 * MAX_ARGUMENTS;

  private static final int HIGHEST_STATUS = 12;
  private static final int HIGHEST_ERRNO = 76;

  // Globals.
  private static final int MALLOC_MODE = 0;
  private static final int MALLOC_VALUE = 1;
  private static final int ANSWER = 2;
  private static final int HEAP = 3;

  private static final List<String> TEXTS =
      List.of(
          ":path",
          ":status",
          "x-a",
          "a value",
          "cluster",
          "victim",
          "secret",
          "queue",
          "metric",
          "request\0path",
          "request\0headers\0x-a",
          "request",
          "response\0code",
          "connection\0id",
          "xds\0node",
          "node",
          "plugin_name",
          "wasm\0own",
          "own",
          "filter_state\0own",
          "metadata\0filter_metadata",
          "compress",
          "uncompress",
          "sign",
          "verify_signature",
          "clear_route_cache",
          "set_envoy_filter_state",
          "declare_property",
          "\n\3own\30\1",
          "\n\3own\22\1v\30\2",
          pairs(":method", "POST", ":path", "/", ":authority", "cluster"),
          pairs("x-a", "1", "x-a", "2"),
          pairs(":status", "503"));

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    16,
    100,
    200,
    64,
    72,
    80,
    TEXTS_AT,
    STEPS_AT,
    HEAP_AT,
    PAGES << 16,
    (PAGES << 16) - 1,
    (PAGES << 16) - 4,
    -1,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xfffffffcL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final List<HostImport> IMPORTS =
      HostImports.list().stream()
          .filter(each -> each.versions().contains(AbiVersion.V0_2_1))
          .filter(each -> each.module().equals("env") || each.module().equals(PREVIEW_1))
          .sorted((left, right) -> left.toString().compareTo(right.toString()))
          .toList();

  /** What a step can be beside the call of an import. */
  private enum Misdeed {
    SET_MALLOC,
    SET_ANSWER,
    TRAP,
    GROW,
    STORE,
    DIVE,
    GUARDED_STORE
  }

  private final ModuleBuilder module = ModuleBuilder.plugin();
  private final int stepType;
  private final int callForeign;

  private HostileGuest() {
    for (HostImport each : IMPORTS) {
      module.importFunction(each.module(), each.name(), letters(each.type()));
    }
    callForeign = indexOf("proxy_call_foreign_function");
    stepType = module.type("i>");
  }

  private static String pairs(String... texts) {
    List<HeaderPairs.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < texts.length; i += 2) {
      pairs.add(
          new HeaderPairs.Pair(texts[i].getBytes(ISO_8859_1), texts[i + 1].getBytes(ISO_8859_1)));
    }
    return new String(HeaderPairs.encode(pairs), ISO_8859_1);
  }

  private static int indexOf(String name) {
    for (int i = 0; i < IMPORTS.size(); i++) {
      if (IMPORTS.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static String letters(FunctionType type) {
    return letters(type.parameters()) + ">" + letters(type.results());
  }

  private static String letters(List<? extends Object> types) {
    return types.stream()
        .map(each -> each == NumberType.I64 ? "l" : "i")
        .collect(Collectors.joining());
  }

  /** The module. */
  public static byte[] module() {
    return new HostileGuest().build();
  }

  /** The number of the step that calls an import. */
  public static int operation(String name) {
    return indexOf(name);
  }

  /** What a step does, for messages. */
  public static String name(int operation) {
    return operation < IMPORTS.size()
        ? IMPORTS.get(operation).toString()
        : String.valueOf(Misdeed.values()[operation - IMPORTS.size()]);
  }

  /** Makes the steps of one callback of the bytes that a fuzzer chose. */
  public static byte[] steps(ByteBuffer input) {
    int count = input.hasRemaining() ? next(input) % (MAX_STEPS + 1) : 0;
    ByteBuffer out = ByteBuffer.allocate(count * STEP).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      int operation = operation(next(input));
      out.position(i * STEP).putInt(operation).putInt(0);
      int arguments =
          operation < IMPORTS.size() ? IMPORTS.get(operation).type().parameters().size() : 2;
      arguments(input, out, arguments);
    }
    return out.array();
  }

  /** Mostly an import; rather something harmless than the end of the callback. */
  private static int operation(int chosen) {
    if (chosen < 240) {
      return chosen % IMPORTS.size();
    }
    Misdeed misdeed =
        switch (chosen) {
          case 240 -> Misdeed.TRAP;
          case 241 -> Misdeed.DIVE;
          case 242 -> Misdeed.STORE;
          case 243, 244 -> Misdeed.GROW;
          case 245, 246, 247 -> Misdeed.SET_ANSWER;
          case 248, 249, 250 -> Misdeed.SET_MALLOC;
          default -> Misdeed.GUARDED_STORE;
        };
    return IMPORTS.size() + misdeed.ordinal();
  }

  /** One step that makes the callback answer a number. */
  public static byte[] answering(int answer) {
    return ByteBuffer.allocate(STEP)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(IMPORTS.size() + Misdeed.SET_ANSWER.ordinal())
        .putInt(0)
        .putLong(answer)
        .array();
  }

  private static void arguments(ByteBuffer input, ByteBuffer out, int count) {
    int left = count;
    while (left > 0) {
      int kind = next(input);
      if (kind < 100 && left > 1) {
        int text = kind % TEXTS.size();
        out.putLong(addressOf(text)).putLong(TEXTS.get(text).length());
        left -= 2;
      } else {
        out.putLong(kind < 220 ? NUMBERS[kind % NUMBERS.length] : number(input, kind));
        left--;
      }
    }
  }

  private static long number(ByteBuffer input, int kind) {
    long value = 0;
    for (int i = 0; i <= kind % 5; i++) {
      value = value << 8 | next(input);
    }
    return value;
  }

  private static int next(ByteBuffer input) {
    return input.hasRemaining() ? input.get() & 0xff : 0;
  }

  private static int addressOf(int text) {
    int at = TEXTS_AT;
    for (int i = 0; i < text; i++) {
      at += TEXTS.get(i).length();
    }
    return at;
  }

  private byte[] build() {
    module.marker(MARKER).memory(PAGES, MAX_PAGES);
    module.data(NAMES_AT, NEXT + SHOW + BAD).data(TEXTS_AT, String.join("", TEXTS));
    module.global(0).global(0).global(0).global(HEAP_AT);
    List<Integer> table = new ArrayList<>();
    for (int i = 0; i < IMPORTS.size(); i++) {
      table.add(step(callOf(i)));
    }
    module.function("malloc", "i>i", malloc());
    for (Misdeed each : Misdeed.values()) {
      table.add(step(misdeed(each, table)));
    }
    module.table(table.size(), table.size()).elements(table);
    int run = module.function(module.type("i>i"), new byte[] {1, 2, 0x7f}, run());
    for (Callback callback : Callback.values()) {
      FunctionType type = CallbackTypes.of(callback, AbiVersion.V0_2_1);
      if (type != null) {
        Code body = Code.of().i32(callback.ordinal()).call(run);
        module.function(
            callback.export(), letters(type), type.results().isEmpty() ? body.drop() : body);
      }
    }
    return module.build();
  }

  /** A function that gets the address of a step. */
  private int step(Code code) {
    return module.function(stepType, new byte[] {1, 1, 0x7f}, code);
  }

  private static Code argument(Code code, int index, boolean wide) {
    code.local(0);
    return wide ? code.loadLong(HEAD + 8 * index) : code.loadInt(HEAD + 8 * index);
  }

  private Code callOf(int index) {
    HostImport called = IMPORTS.get(index);
    Code code = Code.of();
    for (int i = 0; i < called.type().parameters().size(); i++) {
      argument(code, i, called.type().parameters().get(i) == NumberType.I64);
    }
    code.call(index);
    if (!called.type().results().isEmpty()) {
      int highest = called.module().equals("env") ? HIGHEST_STATUS : HIGHEST_ERRNO;
      // if ((local1 = result) > highest) { tell(index, result) }
      code.raw(0x21, 1).local(1).i32(highest).raw(0x4b).raw(0x04, Code.EMPTY);
      code.i32(NUMBERS_AT).i32(index).storeInt(0).i32(NUMBERS_AT).local(1).storeInt(4);
      callForeign(code, NAMES_AT + NEXT.length() + SHOW.length(), BAD.length(), 8);
      code.end();
    }
    return code;
  }

  /** Calls a foreign function with what lies at {@link #NUMBERS_AT}. */
  private void callForeign(Code code, int nameAt, int nameLength, int size) {
    code.i32(nameAt).i32(nameLength).i32(NUMBERS_AT).i32(size);
    code.i32(RESULT_AT).i32(RESULT_AT + 4).call(callForeign).drop();
  }

  private Code malloc() {
    Code code = Code.of();
    equal(code, 1).global(MALLOC_VALUE).raw(0x0f).end();
    equal(code, 2).unreachable().end();
    // Calls an import; the rights ones refuse.
    equal(code, 3).i32(STEPS_AT).global(MALLOC_VALUE).raw(0x11).number(stepType).number(0).end();
    equal(code, 4).i32(1).raw(0x40, 0).drop().end();
    code.global(HEAP).global(HEAP).local(0).add().setGlobal(HEAP);
    return code;
  }

  private static Code equal(Code code, int mode) {
    return code.global(MALLOC_MODE).i32(mode).raw(0x46).raw(0x04, Code.EMPTY);
  }

  private Code misdeed(Misdeed misdeed, List<Integer> table) {
    Code code = Code.of();
    switch (misdeed) {
      case SET_MALLOC -> {
        argument(code, 0, false).setGlobal(MALLOC_MODE);
        argument(code, 1, false).setGlobal(MALLOC_VALUE);
      }
      case SET_ANSWER -> argument(code, 0, false).setGlobal(ANSWER);
      case TRAP -> code.unreachable();
      case GROW -> argument(code, 0, false).raw(0x40, 0).drop();
      case STORE -> argument(argument(code, 0, false), 1, false).storeInt(0);
      // Until the stack is full: calls an import, then itself.
      case DIVE -> {
        code.local(0);
        argument(code, 0, false).i32(IMPORTS.size()).raw(0x70);
        code.raw(0x11).number(stepType).number(0);
        code.local(0).call(table.get(table.size() - 1) + 1);
      }
      // Into its own memory, whatever the address is.
      case GUARDED_STORE -> {
        argument(code, 0, false).i32(0xfff8).raw(0x71);
        argument(code, 1, true).raw(0x37, 0).number(0);
      }
    }
    return code;
  }

  /** Gets its steps, does them, shows its memory, and answers. */
  private Code run() {
    int firstStep = 1;
    int end = 2;
    Code code = Code.of().i32(0).setGlobal(MALLOC_MODE).i32(0).setGlobal(ANSWER);
    code.i32(STEPS_AT).setGlobal(HEAP);
    code.i32(NUMBERS_AT).local(0).storeInt(0);
    code.i32(RESULT_AT).i32(STEPS_AT).storeInt(0).i32(RESULT_AT).i32(0).storeInt(4);
    callForeign(code, NAMES_AT, NEXT.length(), 4);
    code.i32(HEAP_AT).setGlobal(HEAP);
    code.i32(RESULT_AT).loadInt(0).raw(0x22).number(firstStep);
    code.i32(RESULT_AT).loadInt(4).add().raw(0x21).number(end);
    code.raw(0x02, Code.EMPTY).loop();
    code.local(firstStep).local(end).raw(0x4f).raw(0x0d, 1);
    code.local(firstStep).local(firstStep).loadInt(0);
    code.raw(0x11).number(stepType).number(0);
    code.local(firstStep).i32(STEP).add().raw(0x21).number(firstStep);
    code.branch(0).end().end();
    code.i32(0).setGlobal(MALLOC_MODE);
    code.i32(NAMES_AT + NEXT.length()).i32(SHOW.length()).i32(0);
    code.raw(0x3f, 0).i32(16).raw(0x74).i32(64).i32(68).call(callForeign).drop();
    return code.global(ANSWER);
  }
}
