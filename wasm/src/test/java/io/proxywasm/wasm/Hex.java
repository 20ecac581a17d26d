package io.proxywasm.wasm;

import java.util.HexFormat;

/** Bytes as tests write them. */
final class Hex {
  private Hex() {}

  static Bytes bytes(String hex) {
    return Bytes.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  static Input input(String hex) {
    return new Input(bytes(hex), "a test");
  }

  /** A module that has one section, whose id and content are given. */
  static byte[] module(int section, String content) {
    return new Output()
        .bytes(bytes("00 61 73 6d 01 00 00 00"))
        .u8(section)
        .sized(bytes(content))
        .toByteArray();
  }
}
