package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.GuestOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A guest that calls any import with any arguments, through a table. */
final class Caller {
  private static final int ARGUMENTS = 2048;
  private static final Map<String, byte[]> MODULES = new HashMap<>();

  private final AbiVersion version;
  private final WasmGuest guest;

  private Caller(AbiVersion version, WasmGuest guest) {
    this.version = version;
    this.guest = guest;
  }

  static Caller of(Mode mode, AbiVersion version, FakeHost host) {
    return of(mode, version, host, GuestOptions.defaults());
  }

  static Caller of(Mode mode, AbiVersion version, FakeHost host, GuestOptions options) {
    byte[] code =
        MODULES.computeIfAbsent(
            version.toString(),
            key -> module(version, module -> 0, none -> Code.of().i32(ModuleBuilder.ALLOCATED)));
    return new Caller(
        version, (WasmGuest) mode.engine().load(code).newGuest(host.hostcalls(), options));
  }

  static Caller withAllocator(Code allocator, FakeHost host) {
    return withAllocator(module -> 0, none -> allocator, host);
  }

  /** An allocator that may use an import of its own. */
  static Caller withAllocator(
      ToIntFunction<ModuleBuilder> imports, Function<Integer, Code> allocator, FakeHost host) {
    return new Caller(
        AbiVersion.V0_2_1,
        (WasmGuest)
            Mode.INTERPRETED
                .engine()
                .load(module(AbiVersion.V0_2_1, imports, allocator))
                .newGuest(host.hostcalls(), GuestOptions.defaults()));
  }

  private static List<HostImport> imports(AbiVersion version) {
    return HostImports.list().stream().filter(call -> call.versions().contains(version)).toList();
  }

  private static byte[] module(
      AbiVersion version,
      ToIntFunction<ModuleBuilder> ownImports,
      Function<Integer, Code> allocator) {
    ModuleBuilder module = ModuleBuilder.plugin();
    List<HostImport> imports = imports(version);
    for (HostImport call : imports) {
      module.importFunction(call.module(), call.name(), StartTest.signatureOf(call));
    }
    int own = ownImports.applyAsInt(module);
    module.marker(version.marker()).memory(1, 4).table(imports.size(), imports.size());
    module.function("malloc", "i>i", allocator.apply(own));
    List<Integer> callers = new ArrayList<>();
    int type = module.type(">i");
    for (int i = 0; i < imports.size(); i++) {
      String signature = StartTest.signatureOf(imports.get(i));
      Code code = Code.of();
      for (int p = 0; signature.charAt(p) != '>'; p++) {
        code.i32(0);
        if (signature.charAt(p) == 'l') {
          code.loadLong(ARGUMENTS + 8 * p);
        } else {
          code.loadInt(ARGUMENTS + 8 * p);
        }
      }
      code.call(i);
      callers.add(
          module.function(type, new byte[] {0}, signature.endsWith(">") ? code.i32(0) : code));
    }
    module.elements(callers);
    module.function(
        "proxy_on_request_trailers", "ii>i", Code.of().local(0).raw(0x11).number(type).raw(0));
    return module.build();
  }

  int parameters(String name) {
    return imports(version).get(index(name)).type().parameters().size();
  }

  private int index(String name) {
    List<HostImport> imports = imports(version);
    for (int i = 0; i < imports.size(); i++) {
      if (imports.get(i).toString().equals(name)) {
        return i;
      }
    }
    throw new AssertionError("no import " + name);
  }

  /** Calls an import from inside of the guest, and returns its result. */
  int call(String name, long... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      guest.memory().writeLong(ARGUMENTS + 8 * i, arguments[i]);
    }
    return guest.onRequestTrailers(index(name), 0);
  }

  void put(int address, String text) {
    put(address, text.getBytes(ISO_8859_1));
  }

  void put(int address, byte[] bytes) {
    guest.memory().write(address, bytes, 0, bytes.length);
  }

  void putInt(int address, int value) {
    guest.memory().writeI32(address, value);
  }

  int getInt(int address) {
    return guest.memory().readInt(address);
  }

  long getLong(int address) {
    return guest.memory().readLong(address);
  }

  String get(int address, int length) {
    return new String(bytes(address, length), ISO_8859_1);
  }

  byte[] bytes(int address, int length) {
    return guest.memory().readBytes(address, length);
  }
}
