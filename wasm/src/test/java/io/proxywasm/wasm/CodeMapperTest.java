package io.proxywasm.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeMapperTest {
  private final CodeBody body = new CodeBody(Hex.bytes(SampleModule.CODE));

  @Test
  void shouldCopyEveryByteWhenNothingIsMapped() {
    assertThat(body.map(new CodeMapper() {})).isEqualTo(body);
  }

  @Test
  void shouldShowEachIndexWithItsSpace() {
    List<String> seen = new ArrayList<>();
    body.map(
        new CodeMapper() {
          @Override
          public int index(IndexSpace space, int index) {
            seen.add(space + " " + index);
            return index;
          }
        });

    assertThat(seen)
        .containsExactly(
            "type 3",
            "tag 0",
            "type 3",
            "type 3",
            "type 3",
            "type 3",
            "function 1",
            "function 1",
            "type 2",
            "table 0",
            "type 2",
            "memory 0",
            "memory 0",
            "memory 0",
            "memory 0",
            "data 1",
            "memory 0",
            "memory 0",
            "memory 0",
            "element 0",
            "table 0",
            "memory 0",
            "type 3");
  }

  @Test
  void shouldWriteLongerIndicesWhenTheyAreMapped() {
    CodeBody mapped = body.map(shift(1000));

    assertThat(mapped.bytes().length()).isGreaterThan(body.bytes().length());
    assertThat(mapped.map(shift(-1000)).bytes().length()).isLessThan(mapped.bytes().length());
    List<String> seen = new ArrayList<>();
    mapped.map(
        new CodeMapper() {
          @Override
          public int index(IndexSpace space, int index) {
            if (space == IndexSpace.FUNCTION) {
              seen.add(space + " " + index);
            }
            return index;
          }
        });
    assertThat(seen).containsExactly("function 1001", "function 1001");
  }

  @Test
  void shouldRestoreTheBodyWhenAMappingIsUndone() {
    assertThat(body.map(shift(5)).map(shift(-5))).isEqualTo(body);
  }

  @Test
  void shouldReplaceBlockTypes() {
    CodeBody block = new CodeBody(Hex.bytes("00 02 40 0b 03 7f 41 00 0b 1a 02 02 0b 0b"));

    CodeBody mapped =
        block.map(
            new CodeMapper() {
              @Override
              public BlockType blockType(BlockType type) {
                if (type instanceof BlockType.Signature) {
                  return new BlockType.Empty();
                }
                return type instanceof BlockType.Empty
                    ? new BlockType.Signature(64)
                    : new BlockType.Result(new ReferenceType(false, new TypeIndex(9)));
              }
            });

    assertThat(mapped.bytes())
        .isEqualTo(Hex.bytes("00 02 c0 00 0b 03 64 09 41 00 0b 1a 02 40 0b 0b"));
  }

  @Test
  void shouldReplaceLabels() {
    CodeBody branches =
        new CodeBody(Hex.bytes("00 02 40 0c 01 41 00 0e 01 00 01 1f 40 01 02 01 0c 02 0b 0b 0b"));

    CodeBody mapped =
        branches.map(
            new CodeMapper() {
              @Override
              public int label(int depth) {
                return depth + 200;
              }
            });

    assertThat(mapped.bytes())
        .isEqualTo(
            Hex.bytes(
                "00 02 40 0c c9 01 41 00 0e 01 c8 01 c9 01 1f 40 01 02 c9 01 0c ca 01 0b 0b 0b"));
  }

  @Test
  void shouldKnowTheOpcodesOfEveryPrefix() {
    assertThat(known(0)).isEqualTo(199);
    assertThat(known(0xfb)).isEqualTo(31);
    assertThat(known(0xfc)).isEqualTo(22);
    assertThat(known(0xfd)).isEqualTo(276);
    assertThat(known(0xfe)).isEqualTo(67);
  }

  private static long known(int prefix) {
    long known = 0;
    for (int code = 0; code < 0x200; code++) {
      boolean exists = Opcodes.immediates(prefix << 16 | code) != null;
      known += exists ? 1 : 0;
    }
    return known;
  }

  private static CodeMapper shift(int by) {
    return new CodeMapper() {
      @Override
      public int index(IndexSpace space, int index) {
        return space == IndexSpace.MEMORY ? index : index + by;
      }
    };
  }
}
