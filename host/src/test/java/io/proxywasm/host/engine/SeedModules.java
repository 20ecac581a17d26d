package io.proxywasm.host.engine;

import java.util.List;

/** Right modules that have something of everything, to be changed by a fuzzer. */
final class SeedModules {
  private static final int I32 = 0x7f;
  private static final int F64 = 0x7c;

  private SeedModules() {}

  /** What every plugin has, and hostcalls. */
  static byte[] small() {
    ModuleBuilder module = ModuleBuilder.plugin();
    int log = module.importFunction("env", "proxy_log", "iii>i");
    int get = module.importFunction("env", "proxy_get_header_map_value", "iiiii>i");
    module.basics().data(64, "hello").global(7).table(2, 4);
    int start = module.function(">", Code.of().i32(2).i32(64).i32(5).call(log).drop());
    module.elements(List.of(start, log)).start(start).name(start, "main.start");
    module.function("_initialize", ">", Code.of());
    module.function(
        "proxy_on_request_headers",
        "iii>i",
        Code.of().i32(0).i32(64).i32(5).i32(128).i32(132).call(get));
    return module.build();
  }

  /** Numbers, loops, tables and memory. */
  static byte[] numbers() {
    ModuleBuilder module = ModuleBuilder.plugin().basics().data(0, "0123456789").global(3);
    module.table(4, 9);
    int unary = module.type("i>i");
    int twice = module.function("i>i", Code.of().local(0).i32(2).raw(0x6c));
    int half = module.function("i>i", Code.of().local(0).i32(2).raw(0x6e));
    module.elements(List.of(twice, half));
    // A sum over a loop, by functions of the table.
    Code sum =
        Code.of()
            .loop()
            .local(1)
            .local(0)
            .local(0)
            .i32(1)
            .raw(0x71)
            .raw(0x11)
            .number(unary)
            .number(0)
            .add()
            .raw(0x22)
            .number(1)
            .drop()
            .local(0)
            .i32(1)
            .raw(0x6b)
            .raw(0x22)
            .number(0)
            .raw(0x0d, 0)
            .end()
            .local(1);
    int loop = module.function(module.type("i>i"), new byte[] {1, 1, I32}, sum);
    // A switch.
    Code choice =
        Code.of()
            .raw(0x02, 0x40, 0x02, 0x40, 0x02, 0x40)
            .local(0)
            .raw(0x0e, 2, 0, 1, 2)
            .end()
            .i32(10)
            .raw(0x0f)
            .end()
            .i32(20)
            .raw(0x0f)
            .end()
            .i32(30);
    int choose = module.function("i>i", choice);
    Code callback =
        Code.of()
            .i32(9)
            .call(loop)
            .call(choose)
            .setGlobal(0)
            .i32(1)
            .raw(0x40, 0)
            .drop()
            .i32(100)
            .i32(0)
            .i32(10)
            .raw(0xfc, 0x0a, 0, 0)
            .i32(100)
            .i32(7)
            .i32(3)
            .raw(0xfc, 0x0b, 0)
            .i32(100)
            .i64(-5)
            .raw(0x37, 3)
            .number(0)
            .i32(100)
            .raw(0x2b, 3)
            .number(0)
            .raw(0x9f)
            .raw(0xfc, 2)
            .raw(0x41, 1, 0x04, I32)
            .i32(1)
            .raw(0x05)
            .i32(2)
            .end()
            .add();
    module.function("proxy_on_request_headers", "iii>i", callback);
    return module.build();
  }

  /** Structs, arrays, references, exceptions. */
  static byte[] objects() {
    ModuleBuilder module = ModuleBuilder.plugin();
    int struct = module.rawType(new byte[] {0x5f, 2, I32, 1, F64, 0});
    int array = module.rawType(new byte[] {0x5e, 0x78, 1});
    // An open struct, so that there can be one below it.
    int open = module.rawType(new byte[] {0x50, 0, 0x5f, 2, I32, 1, F64, 0});
    int child =
        module.rawType(
            new byte[] {0x50, 1, (byte) open, 0x5f, 3, I32, 1, F64, 0, 0x63, (byte) array, 1});
    int thrown = module.type("i>");
    module.basics().tag(thrown);
    Code make =
        Code.of()
            .local(0)
            .raw(0x44, 0, 0, 0, 0, 0, 0, 0, 0x40)
            .raw(0xfb, 0)
            .number(struct)
            .raw(0xfb, 2)
            .number(struct)
            .number(0)
            .local(0)
            .raw(0xfb, 7)
            .number(array)
            .raw(0xfb, 0x0f)
            .add()
            .local(0)
            .raw(0xfb, 0x1c)
            .raw(0xfb, 0x1d)
            .add();
    int maker = module.function("i>i", make);
    Code test =
        Code.of()
            .raw(0xfb, 1)
            .number(open)
            .raw(0xfb, 0x14)
            .number(open)
            .raw(0xd0)
            .number(child)
            .raw(0xd1)
            .add();
    int tester = module.function(">i", test);
    Code guarded =
        Code.of()
            .raw(0x02, I32)
            .raw(0x1f, 0x40, 1, 0, 0, 0)
            .local(0)
            .call(maker)
            .raw(0x08, 0)
            .end()
            .i32(1)
            .end()
            .call(tester)
            .add();
    module.function("proxy_on_request_headers", "iii>i", guarded);
    return module.build();
  }
}
