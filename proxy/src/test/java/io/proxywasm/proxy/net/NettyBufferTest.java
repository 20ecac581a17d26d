package io.proxywasm.proxy.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.proxywasm.host.HeapBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NettyBufferTest {
  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static String text(NettyBuffer buffer) {
    return new String(buffer.toByteArray(), US_ASCII);
  }

  @Test
  void shouldReadAcrossPiecesWhenThereAreSeveral() {
    NettyBuffer buffer = new NettyBuffer(Unpooled.copiedBuffer("abc", US_ASCII));
    buffer.append(ascii("def"));
    buffer.prepend(ascii(">"));
    byte[] middle = new byte[4];
    buffer.copyTo(2, middle, 0, 4);
    assertThat(new String(middle, US_ASCII)).isEqualTo("bcde");
    buffer.drain(5);
    assertThat(text(buffer)).isEqualTo("ef");
    assertThat(buffer.length()).isEqualTo(2);
    buffer.release();
    assertThat(buffer.length()).isZero();
  }

  @Test
  void shouldGiveEveryPieceBackWhenItIsReleased() {
    List<ByteBuf> pieces = new ArrayList<>();
    NettyBuffer buffer = new NettyBuffer();
    for (int i = 0; i < 200; i++) {
      ByteBuf piece = Unpooled.copiedBuffer("x", US_ASCII);
      pieces.add(piece);
      buffer.add(piece);
    }
    assertThat(buffer.length()).isEqualTo(200);
    buffer.release();
    assertThat(pieces).allSatisfy(piece -> assertThat(piece.refCnt()).isZero());
  }

  @Test
  void shouldTakeBytesOverWhenTheOtherBufferIsOfAnyKind() {
    NettyBuffer buffer = new NettyBuffer();
    HeapBuffer heap = new HeapBuffer(ascii("heap"));
    buffer.takeFrom(heap);
    NettyBuffer other = new NettyBuffer(Unpooled.copiedBuffer("net", US_ASCII));
    buffer.takeFrom(other);
    assertThat(text(buffer)).isEqualTo("heapnet");
    assertThat(heap.length()).isZero();
    assertThat(other.length()).isZero();
    buffer.release();
  }

  @Test
  void shouldBehaveAsAHeapBufferWhenAnythingIsDone() {
    Random random = new Random(1);
    NettyBuffer buffer = new NettyBuffer();
    HeapBuffer model = new HeapBuffer(new byte[0]);
    for (int round = 0; round < 5_000; round++) {
      byte[] data = new byte[random.nextInt(5)];
      random.nextBytes(data);
      switch (random.nextInt(4)) {
        case 0 -> {
          buffer.prepend(data);
          model.prepend(data);
        }
        case 1 -> {
          int count = random.nextInt(model.length() + 1);
          buffer.drain(count);
          model.drain(count);
        }
        default -> {
          buffer.append(data);
          model.append(data);
        }
      }
      assertThat(buffer.toByteArray()).isEqualTo(model.toByteArray());
    }
    buffer.release();
  }
}
