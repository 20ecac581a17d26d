package io.proxywasm.e2e.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the probe. It logs each callback and runs the script's block for it: that of the stream,
 * which it reads from the request header {@code probe} (hexadecimal), else that of the
 * configuration.
 */
public final class ProbeModule {
  private static final int TEXT = 0x30000;
  private static final int NUMBERS = 0x38000;
  private static final int HEAP = 0x100000;
  private static final int PAGES = 64;
  private static final int ROOM = 16_384;
  private static final String MARK = "here is room for a script";

  /** The size of the probe's memory. */
  public static final int MEMORY = PAGES * 0x10000;

  private final AbiVersion version;
  private final List<Import> imports;
  private final Set<Callback> left = new TreeSet<>();
  private final List<String[]> changes = new ArrayList<>();
  private byte[] initial = new byte[0];

  private ProbeModule(AbiVersion version) {
    this.version = version;
    this.imports = Import.of(version);
  }

  public static ProbeModule of(AbiVersion version) {
    return new ProbeModule(version);
  }

  /** The probe of the newest ABI. */
  public static byte[] module() {
    return of(AbiVersion.V0_2_1).assemble();
  }

  /** Gives it a script from the beginning: for {@code _initialize}, and before it is configured. */
  public ProbeModule withScript(Script script) {
    initial = script.bytes(Script.ROOT_BASE);
    return this;
  }

  /** Does not export a callback. */
  public ProbeModule without(Callback callback) {
    left.add(callback);
    return this;
  }

  /** Changes the text. */
  public ProbeModule with(String old, String fresh) {
    changes.add(new String[] {old, fresh});
    return this;
  }

  public byte[] assemble() {
    String text = text();
    for (String[] change : changes) {
      if (!text.contains(change[0])) {
        throw new IllegalArgumentException("no " + change[0] + " in the probe");
      }
      text = text.replace(change[0], change[1]);
    }
    return patch(Wat.assemble(text));
  }

  /** Puts the script where there is room for it, so that the text stays the same. */
  private byte[] patch(byte[] module) {
    byte[] patched = module.clone();
    if (initial.length > ROOM) {
      throw new IllegalStateException("a script of " + initial.length + " bytes");
    }
    byte[] mark = MARK.getBytes(ISO_8859_1);
    for (int at = 0; at <= module.length - ROOM; at++) {
      if (Arrays.equals(module, at, at + mark.length, mark, 0, mark.length)) {
        Arrays.fill(patched, at, at + mark.length, (byte) -1);
        System.arraycopy(initial, 0, patched, at, initial.length);
        return patched;
      }
    }
    throw new IllegalStateException("no room for a script");
  }

  String text() {
    StringBuilder wat = new StringBuilder("(module\n");
    for (int i = 0; i < imports.size(); i++) {
      Import each = imports.get(i);
      wat.append(
          String.format(
              "  (import \"%s\" \"%s\" (func $h%d%s%s))%n",
              each.module(),
              each.name(),
              i,
              each.types().isEmpty() ? "" : " (param " + String.join(" ", each.types()) + ")",
              each.hasResult() ? " (result i32)" : ""));
    }
    wat.append(
        FIXED
            .replace("MEMORY_PAGES", "" + PAGES)
            .replace("HEAP", "" + HEAP)
            .replace("LOG", "$h" + index("log"))
            .replace("GET_HEADER", "$h" + index("get_header_map_value"))
            .replace("GET_BUFFER", "$h" + index("get_buffer_bytes"))
            .replace("STREAM", "" + Script.STREAM_BASE)
            .replace("ROOT", "" + Script.ROOT_BASE)
            .replace("TEXT", "" + TEXT)
            .replace("NUMBERS", "" + NUMBERS)
            .replace("CREATE_ID", "" + Callback.ON_CONTEXT_CREATE.ordinal())
            .replace("GET_CONFIGURATION", getConfiguration()));
    wat.append("  (func (export \"").append(version.marker()).append("\"))\n");
    wat.append(
        String.format(
            "  (data (i32.const %d) \"%s\")%n",
            Script.ROOT_BASE, MARK + "\\ff".repeat(ROOM - MARK.length())));
    wat.append("  (data (i32.const ")
        .append(Script.STREAM_BASE)
        .append(") \"\\ff\\ff\\ff\\ff\")\n");
    wat.append("  (data (i32.const ").append(NUMBERS).append(") \"probe\")\n");
    dispatcher(wat);
    for (Callback callback : Callback.values()) {
      if (!left.contains(callback)) {
        export(wat, callback);
      }
    }
    return wat.append(")\n").toString();
  }

  private int index(String shortName) {
    return imports.indexOf(Import.find(imports, shortName));
  }

  private String getConfiguration() {
    if (version == AbiVersion.V0_1_0) {
      return "(call $h"
          + index("get_configuration")
          + " (i32.const "
          + (NUMBERS + 16)
          + ") (i32.const "
          + (NUMBERS + 20)
          + "))";
    }
    return "(call $h"
        + index("get_buffer_bytes")
        + " (local.get $type) (i32.const 0) (i32.const -1) (i32.const "
        + (NUMBERS + 16)
        + ") (i32.const "
        + (NUMBERS + 20)
        + "))";
  }

  /** A function that calls the import of a number with arguments that it finds at an address. */
  private void dispatcher(StringBuilder wat) {
    wat.append("  (func $dispatch (param $import i32) (param $at i32) (result i32)\n");
    for (int i = 0; i < imports.size(); i++) {
      wat.append("    (block $b").append(i).append('\n');
    }
    wat.append("      (br_table");
    for (int i = 0; i < imports.size(); i++) {
      wat.append(" $b").append(i);
    }
    wat.append(" $b0 (local.get $import))\n");
    for (int i = imports.size() - 1; i >= 0; i--) {
      // The innermost block has the highest number, and is left first.
      Import each = imports.get(i);
      wat.append("    ) ").append(each.hasResult() ? "(return " : "").append("(call $h").append(i);
      List<String> types = each.types();
      for (int k = 0; k < types.size(); k++) {
        String argument = "(call $arg (i32.add (local.get $at) (i32.const " + k * 8 + ")))";
        wat.append(' ')
            .append(types.get(k).equals("i64") ? "(i64.extend_i32_s " + argument + ")" : argument);
      }
      wat.append(each.hasResult() ? "))\n" : ") (return (i32.const 0))\n");
    }
    wat.append("    (unreachable))\n");
  }

  private void export(StringBuilder wat, Callback callback) {
    int count = parameters(callback);
    String parameters =
        IntStream.range(0, count)
            .mapToObj(i -> " (param $p" + i + " i32)")
            .collect(Collectors.joining());
    boolean result = callback.answer() != Callback.Answer.NONE;
    wat.append(
        String.format(
            "  (func (export \"%s\")%s%s%n",
            callback.export(), parameters, result ? " (result i32)" : ""));
    switch (callback) {
      case ON_VM_START ->
          wat.append("    (if (local.get $p1) (then (call $load_configuration (i32.const 6))))\n");
      case ON_CONFIGURE ->
          wat.append("    (if (local.get $p1) (then (call $load_configuration (i32.const 7))))\n");
      case ON_REQUEST_HEADERS -> wat.append("    (call $load_stream)\n");
      default -> {}
    }
    String arguments =
        IntStream.range(0, 5)
            .mapToObj(i -> i < count ? " (local.get $p" + i + ")" : " (i32.const 0)")
            .collect(Collectors.joining());
    String call =
        String.format(
            "(call $run (i32.const %d) (i32.const %d)%s)",
            callback.ordinal(), callback.answer() == Callback.Answer.TRUE ? 1 : 0, arguments);
    wat.append("    ").append(result ? call : "(drop " + call + ")").append(")\n");
  }

  private int parameters(Callback callback) {
    boolean old = version == AbiVersion.V0_1_0;
    return switch (callback) {
      case ON_REQUEST_HEADERS, ON_RESPONSE_HEADERS -> old ? 2 : 3;
      default -> callback.parameters().length;
    };
  }

  private static final String FIXED =
      """
        (memory (export "memory") MEMORY_PAGES)
        (global $heap (mut i32) (i32.const HEAP))
        (global $allocator (mut i32) (i32.const 0))
        (global $call (mut i32) (i32.const 0))
        (global $end (mut i32) (i32.const TEXT))
        (global $q0 (mut i32) (i32.const 0))
        (global $q1 (mut i32) (i32.const 0))
        (global $q2 (mut i32) (i32.const 0))
        (global $q3 (mut i32) (i32.const 0))
        (global $q4 (mut i32) (i32.const 0))

        ;; A ring: what a host wrote is used at once.
        (func (export "malloc") (param $size i32) (result i32) (local $at i32)
          (if (i32.eq (global.get $allocator) (i32.const 1)) (then (return (i32.const 0))))
          (if (i32.eq (global.get $allocator) (i32.const 2)) (then (return (i32.const -16))))
          (if (i32.eq (global.get $allocator) (i32.const 3)) (then (unreachable)))
          (if (i32.eq (global.get $allocator) (i32.const 4))
            (then
              (drop
                (call $dispatch
                  (i32.load offset=4 (global.get $call))
                  (i32.add (global.get $call) (i32.const 16))))))
          (if (i32.eq (global.get $allocator) (i32.const 5))
            (then
              (local.set $at (i32.shl (memory.grow (i32.const 16)) (i32.const 16)))
              (return (local.get $at))))
          (if (i32.gt_u (i32.add (global.get $heap) (local.get $size)) (i32.const 0x3f0000))
            (then (global.set $heap (i32.const HEAP))))
          (local.set $at (global.get $heap))
          (global.set $heap
            (i32.and
              (i32.add (i32.add (global.get $heap) (local.get $size)) (i32.const 15))
              (i32.const -8)))
          (local.get $at))

        (func $char (param $c i32)
          (i32.store8 (global.get $end) (local.get $c))
          (global.set $end (i32.add (global.get $end) (i32.const 1))))

        (func $digit (param $d i32)
          (call $char
            (i32.add (local.get $d)
              (select (i32.const 87) (i32.const 48) (i32.gt_u (local.get $d) (i32.const 9))))))

        (func $word (param $value i32) (local $shift i32)
          (call $char (i32.const 32))
          (local.set $shift (i32.const 28))
          (loop $more
            (call $digit
              (i32.and (i32.shr_u (local.get $value) (local.get $shift)) (i32.const 15)))
            (local.set $shift (i32.sub (local.get $shift) (i32.const 4)))
            (br_if $more (i32.ge_s (local.get $shift) (i32.const 0)))))

        (func $begin (param $c i32)
          (global.set $end (i32.const TEXT))
          (call $char (i32.const 64))
          (call $char (local.get $c)))

        (func $flush
          (drop
            (call LOG
              (i32.const 2)
              (i32.const TEXT)
              (i32.sub (global.get $end) (i32.const TEXT)))))

        (func $dump (param $from i32) (param $size i32)
          (call $begin (i32.const 100))
          (call $word (local.get $size))
          (call $char (i32.const 32))
          (if (i32.gt_u (local.get $size) (i32.const 12000))
            (then (local.set $size (i32.const 12000))))
          (block $done
            (loop $more
              (br_if $done (i32.eqz (local.get $size)))
              (call $digit (i32.shr_u (i32.load8_u (local.get $from)) (i32.const 4)))
              (call $digit (i32.and (i32.load8_u (local.get $from)) (i32.const 15)))
              (local.set $from (i32.add (local.get $from) (i32.const 1)))
              (local.set $size (i32.sub (local.get $size) (i32.const 1)))
              (br $more)))
          (call $flush))

        (func $nibble (param $at i32) (result i32) (local $c i32)
          (local.set $c (i32.load8_u (local.get $at)))
          (i32.sub (local.get $c)
            (select (i32.const 87) (i32.const 48) (i32.gt_u (local.get $c) (i32.const 57)))))

        ;; Hexadecimal text at (NUMBERS + 16), of the length at (NUMBERS + 20).
        (func $unhex (param $to i32) (local $from i32) (local $left i32)
          (local.set $from (i32.load offset=16 (i32.const NUMBERS)))
          (local.set $left (i32.shr_u (i32.load offset=20 (i32.const NUMBERS)) (i32.const 1)))
          (block $done
            (loop $more
              (br_if $done (i32.eqz (local.get $left)))
              (i32.store8 (local.get $to)
                (i32.or
                  (i32.shl (call $nibble (local.get $from)) (i32.const 4))
                  (call $nibble (i32.add (local.get $from) (i32.const 1)))))
              (local.set $from (i32.add (local.get $from) (i32.const 2)))
              (local.set $to (i32.add (local.get $to) (i32.const 1)))
              (local.set $left (i32.sub (local.get $left) (i32.const 1)))
              (br $more))))

        (func $load_configuration (param $type i32)
          (i32.store offset=20 (i32.const NUMBERS) (i32.const 0))
          (drop GET_CONFIGURATION)
          (if (i32.load offset=20 (i32.const NUMBERS)) (then (call $unhex (i32.const ROOT)))))

        (func $load_stream
          (i32.store (i32.const STREAM) (i32.const -1))
          (i32.store offset=20 (i32.const NUMBERS) (i32.const 0))
          (drop
            (call GET_HEADER
              (i32.const 0)
              (i32.const NUMBERS)
              (i32.const 5)
              (i32.add (i32.const NUMBERS) (i32.const 16))
              (i32.add (i32.const NUMBERS) (i32.const 20))))
          (if (i32.load offset=20 (i32.const NUMBERS)) (then (call $unhex (i32.const STREAM)))))

        ;; Where the block of a callback begins, or 0.
        (func $find (param $at i32) (param $callback i32) (result i32)
          (loop $more
            (if (i32.eq (i32.load (local.get $at)) (i32.const -1)) (then (return (i32.const 0))))
            (if (i32.eq (i32.load (local.get $at)) (local.get $callback))
              (then (return (i32.add (local.get $at) (i32.const 8)))))
            (local.set $at
              (i32.add (local.get $at)
                (i32.add
                  (i32.shl (i32.load offset=4 (local.get $at)) (i32.const 2))
                  (i32.const 8))))
            (br $more))
          (unreachable))

        (func $arg (param $at i32) (result i32) (local $mode i32) (local $value i32)
          (local.set $mode (i32.load (local.get $at)))
          (local.set $value (i32.load offset=4 (local.get $at)))
          (if (i32.eq (local.get $mode) (i32.const 1))
            (then (return (i32.load (local.get $value)))))
          (if (i32.eq (local.get $mode) (i32.const 2))
            (then
              (if (i32.eq (local.get $value) (i32.const 0)) (then (return (global.get $q0))))
              (if (i32.eq (local.get $value) (i32.const 1)) (then (return (global.get $q1))))
              (if (i32.eq (local.get $value) (i32.const 2)) (then (return (global.get $q2))))
              (if (i32.eq (local.get $value) (i32.const 3)) (then (return (global.get $q3))))
              (return (global.get $q4))))
          (local.get $value))

        (func $run (param $callback i32) (param $answer i32)
          (param $p0 i32) (param $p1 i32) (param $p2 i32) (param $p3 i32) (param $p4 i32)
          (result i32)
          (local $s0 i32) (local $s1 i32) (local $s2 i32) (local $s3 i32) (local $s4 i32)
          (local.set $s0 (global.get $q0))
          (local.set $s1 (global.get $q1))
          (local.set $s2 (global.get $q2))
          (local.set $s3 (global.get $q3))
          (local.set $s4 (global.get $q4))
          (global.set $q0 (local.get $p0))
          (global.set $q1 (local.get $p1))
          (global.set $q2 (local.get $p2))
          (global.set $q3 (local.get $p3))
          (global.set $q4 (local.get $p4))
          (call $begin (i32.const 99))
          (call $word (local.get $callback))
          (call $word (local.get $p0))
          (call $word (local.get $p1))
          (call $word (local.get $p2))
          (call $word (local.get $p3))
          (call $word (local.get $p4))
          (call $flush)
          (local.set $answer (call $steps (local.get $callback) (local.get $answer)))
          (global.set $q0 (local.get $s0))
          (global.set $q1 (local.get $s1))
          (global.set $q2 (local.get $s2))
          (global.set $q3 (local.get $s3))
          (global.set $q4 (local.get $s4))
          (local.get $answer))

        (func $steps (param $callback i32) (param $answer i32) (result i32)
          (local $pc i32) (local $op i32) (local $status i32)
          (if (i32.ne (local.get $callback) (i32.const CREATE_ID))
            (then (local.set $pc (call $find (i32.const STREAM) (local.get $callback)))))
          (if (i32.eqz (local.get $pc))
            (then (local.set $pc (call $find (i32.const ROOT) (local.get $callback)))))
          (if (i32.eqz (local.get $pc)) (then (return (local.get $answer))))
          (loop $more
            (local.set $op (i32.load (local.get $pc)))
            (if (i32.eq (local.get $op) (i32.const -1)) (then (return (local.get $answer))))
            (if (i32.eq (local.get $op) (i32.const 0))
              (then
                (local.set $status
                  (call $dispatch
                    (i32.load offset=4 (local.get $pc))
                    (i32.add (local.get $pc) (i32.const 16))))
                (call $begin (i32.const 114))
                (call $word (i32.load offset=8 (local.get $pc)))
                (call $word (local.get $status))
                (call $flush)
                (local.set $pc
                  (i32.add (local.get $pc)
                    (i32.add
                      (i32.const 16)
                      (i32.shl (i32.load offset=12 (local.get $pc)) (i32.const 3)))))
                (br $more)))
            (if (i32.eq (local.get $op) (i32.const 1))
              (then (return (i32.load offset=4 (local.get $pc)))))
            (if (i32.eq (local.get $op) (i32.const 2)) (then (unreachable)))
            (if (i32.eq (local.get $op) (i32.const 3))
              (then
                (drop
                  (call LOG
                    (i32.const 2)
                    (i32.load offset=4 (local.get $pc))
                    (i32.load offset=8 (local.get $pc))))
                (local.set $pc (i32.add (local.get $pc) (i32.const 12)))
                (br $more)))
            (if (i32.eq (local.get $op) (i32.const 4))
              (then
                (if (i32.eqz (local.get $status))
                  (then
                    (call $dump
                      (i32.load offset=4 (local.get $pc))
                      (i32.load offset=8 (local.get $pc)))))
                (local.set $pc (i32.add (local.get $pc) (i32.const 12)))
                (br $more)))
            (if (i32.eq (local.get $op) (i32.const 5))
              (then
                (if (i32.eqz (local.get $status))
                  (then
                    (call $dump
                      (i32.load (i32.load offset=4 (local.get $pc)))
                      (i32.load (i32.load offset=8 (local.get $pc))))))
                (local.set $pc (i32.add (local.get $pc) (i32.const 12)))
                (br $more)))
            (if (i32.eq (local.get $op) (i32.const 6))
              (then
                (i32.store
                  (i32.load offset=4 (local.get $pc))
                  (call $arg (i32.add (local.get $pc) (i32.const 8))))
                (local.set $pc (i32.add (local.get $pc) (i32.const 16)))
                (br $more)))
            (if (i32.eq (local.get $op) (i32.const 7)) (then (loop $ever (br $ever))))
            (if (i32.eq (local.get $op) (i32.const 8))
              (then
                (global.set $allocator (i32.load offset=4 (local.get $pc)))
                (local.set $pc (i32.add (local.get $pc) (i32.const 8)))
                (if (i32.eq (global.get $allocator) (i32.const 4))
                  (then
                    (global.set $call (local.get $pc))
                    (local.set $pc
                      (i32.add (local.get $pc)
                        (i32.add
                          (i32.const 16)
                          (i32.shl (i32.load offset=12 (local.get $pc)) (i32.const 3)))))))
                (br $more)))
            (if (i32.eq (local.get $op) (i32.const 9))
              (then
                (call $begin (i32.const 103))
                (call $word (memory.grow (i32.load offset=4 (local.get $pc))))
                (call $flush)
                (local.set $pc (i32.add (local.get $pc) (i32.const 8)))
                (br $more)))
            (if (i32.eq (local.get $op) (i32.const 10))
              (then
                (i32.store offset=24 (i32.const NUMBERS) (i32.const 2))
                (i32.store offset=28 (i32.const NUMBERS) (i32.load offset=4 (local.get $pc)))
                (if
                  (i32.ne
                    (call $arg (i32.add (i32.const NUMBERS) (i32.const 24)))
                    (i32.load offset=8 (local.get $pc)))
                  (then (return (local.get $answer))))
                (local.set $pc (i32.add (local.get $pc) (i32.const 12)))
                (br $more)))
            (unreachable))
          (unreachable))
      """;
}
