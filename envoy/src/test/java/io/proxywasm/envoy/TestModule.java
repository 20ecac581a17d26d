package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles a small plugin that logs one message when it is configured and at each request's
 * headers.
 */
final class TestModule {
  private static final int VOID = 0;
  private static final int TWO_TO_RESULT = 1;
  private static final int ONE_TO_RESULT = 2;
  private static final int THREE_TO_RESULT = 3;
  private static final int TWO = 4;
  private static final byte[][] TYPES = {
    {0x60, 0, 0},
    {0x60, 2, 0x7f, 0x7f, 1, 0x7f},
    {0x60, 1, 0x7f, 1, 0x7f},
    {0x60, 3, 0x7f, 0x7f, 0x7f, 1, 0x7f},
    {0x60, 2, 0x7f, 0x7f, 0},
  };

  private record Function(String name, int type, byte[] body) {}

  private final byte[] message;
  private boolean configures = true;
  private boolean trapsOnRequest;
  private String missingImport = "";

  private TestModule(String message) {
    this.message = message.getBytes(UTF_8);
  }

  static TestModule logging(String message) {
    return new TestModule(message);
  }

  TestModule refusingItsConfiguration() {
    configures = false;
    return this;
  }

  TestModule trappingOnRequest() {
    trapsOnRequest = true;
    return this;
  }

  TestModule importing(String unknown) {
    missingImport = unknown;
    return this;
  }

  byte[] bytes() {
    byte[] log = {0x41, 2, 0x41, 0, 0x41, (byte) message.length, 0x10, 0, 0x1a};
    List<Function> functions =
        List.of(
            new Function("proxy_abi_version_0_2_1", VOID, new byte[0]),
            new Function("proxy_on_memory_allocate", ONE_TO_RESULT, bytes(0x41, 0x80, 0x08)),
            new Function("proxy_on_vm_start", TWO_TO_RESULT, bytes(0x41, 1)),
            new Function(
                "proxy_on_configure", TWO_TO_RESULT, join(log, bytes(0x41, configures ? 1 : 0))),
            new Function(
                "proxy_on_request_headers",
                THREE_TO_RESULT,
                join(log, trapsOnRequest ? bytes(0) : new byte[0], bytes(0x41, 0))),
            new Function("proxy_on_context_create", TWO, new byte[0]));
    List<byte[]> imports = new ArrayList<>();
    imports.add(join(name("env"), name("proxy_log"), bytes(0, THREE_TO_RESULT)));
    if (!missingImport.isEmpty()) {
      imports.add(join(name("env"), name(missingImport), bytes(0, VOID)));
    }
    List<byte[]> exports = new ArrayList<>(List.of(join(name("memory"), bytes(2, 0))));
    List<byte[]> types = new ArrayList<>();
    List<byte[]> bodies = new ArrayList<>();
    for (Function function : functions) {
      exports.add(join(name(function.name), bytes(0, imports.size() + bodies.size())));
      types.add(bytes(function.type));
      bodies.add(join(bytes(function.body.length + 2, 0), function.body, bytes(0x0b)));
    }
    return join(
        bytes(0, 'a', 's', 'm', 1, 0, 0, 0),
        section(1, List.of(TYPES)),
        section(2, imports),
        section(3, types),
        section(5, List.of(bytes(0, 1))),
        section(7, exports),
        section(10, bodies),
        section(11, List.of(join(bytes(0, 0x41, 0, 0x0b, message.length), message))));
  }

  private static byte[] section(int id, List<byte[]> items) {
    byte[] content = join(bytes(items.size()), join(items.toArray(byte[][]::new)));
    return join(bytes(id, content.length & 0x7f | 0x80, content.length >> 7), content);
  }

  private static byte[] name(String text) {
    return join(bytes(text.length()), text.getBytes(UTF_8));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
