package io.proxywasm.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/**
 * A WebAssembly plugin that adds a header to responses:
 *
 * <pre>{@code
 * (module
 *   (import "env" "proxy_add_header_map_value"
 *     (func $add (param i32 i32 i32 i32 i32) (result i32)))
 *   (memory (export "memory") 1)
 *   (func (export "proxy_abi_version_0_2_1"))
 *   (func (export "malloc") (param i32) (result i32) (i32.const 4096))
 *   (func (export "proxy_on_response_headers") (param i32 i32 i32) (result i32)
 *     (drop (call $add (i32.const 2) (i32.const 16) (i32.const 4) (i32.const 32)
 *       (i32.load8_u (i32.const 31))))
 *     (i32.const 0))
 *   (data (i32.const 16) "x-by")
 *   (data (i32.const 31) "\05VALUE"))
 * }</pre>
 */
final class TestModule {
  private static final int LENGTH_AT = 207;
  private static final int MAX_LENGTH = 5;
  private static final String MODULE =
      "AGFzbQEAAAABGQRgBX9/f39/AX9gAABgAX8Bf2ADf39/AX8CIgEDZW52GnByb3h5X2FkZF9oZWFkZXJfbWFwX3Zh"
          + "bHVlAAADBAMBAgMFAwEAAQdJBAZtZW1vcnkCABdwcm94eV9hYmlfdmVyc2lvbl8wXzJfMQABBm1hbGxvYwACGX"
          + "Byb3h5X29uX3Jlc3BvbnNlX2hlYWRlcnMAAwofAwIACwUAQYAgCxQAQQJBEEEEQSBBHy0AABAAGkEACwsVAgBB"
          + "EAsEeC1ieQBBHwsGBVZBTFVFAA0EbmFtZQEGAQADYWRk";

  private TestModule() {}

  /** The module with a value of at most five letters. */
  static byte[] responseHeader(String value) {
    byte[] module = Base64.getDecoder().decode(MODULE);
    byte[] letters = value.getBytes(US_ASCII);
    if (letters.length > MAX_LENGTH) {
      throw new IllegalArgumentException(value);
    }
    module[LENGTH_AT] = (byte) letters.length;
    System.arraycopy(letters, 0, module, LENGTH_AT + 1, letters.length);
    return module;
  }
}
