package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxywasm.abi.Status;
import io.proxywasm.host.engine.HostileGuest;
import io.proxywasm.host.engine.WasmEngine;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.GuestCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A guest that calls any import with any numbers in any callback gets statuses and traps. It sees
 * nothing of what another plugin and its stream have, and that stream goes on.
 */
class HostcallsFuzzTest {
  static Stream<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(new byte[0]);
    // Each operation in each callback, with arguments that differ.
    for (int operation = 0; operation < 256; operation += 4) {
      byte[] seed = new byte[400];
      seed[0] = (byte) (operation / 4);
      for (int i = 1; i + 15 < seed.length; i += 15) {
        seed[i] = 4;
        for (int k = 0; k < 4; k++) {
          seed[i + 1 + k * 3] = (byte) (operation + k);
          seed[i + 2 + k * 3] = (byte) (i + k);
          seed[i + 3 + k * 3] = (byte) (100 + i * 7 + k);
        }
      }
      seeds.add(seed);
    }
    return seeds.stream();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldGiveOnlyStatuses(byte[] input) {
    new Scene(input).play();
  }

  @Test
  void shouldGiveOnlyStatusesWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), input -> new Scene(input).play());
  }

  @Test
  void shouldFindTheSecretWhenTheVictimSharesIt() {
    // Key and key's length, and where to put the answer.
    byte[] spying = {
      1, 1, (byte) HostileGuest.operation("proxy_get_shared_data"), 6, 120, 121, 122
    };
    assertThatCode(() -> new Scene(spying, "victim").play()).doesNotThrowAnyException();
    assertThatThrownBy(() -> new Scene(spying, "hostile").play())
        .hasMessageContaining("the secret is in the memory");
  }

  /** A host with two plugins and their streams. */
  private static final class Scene {
    private static final GuestCode HOSTILE = WasmEngine.compiled().load(HostileGuest.module());

    private final TestLoop loop = new TestLoop();
    private final List<String> log = new ArrayList<>();
    private final Clusters clusters = new Clusters();
    private final Host host = TestStream.host(loop, clusters, log);
    private final ByteBuffer input;
    private final String victimsVmId;
    private final String secret = "secret" + UUID.randomUUID();
    private final List<String> bad = new ArrayList<>();
    private boolean quiet;

    Scene(byte[] input) {
      this(input, "victim");
    }

    Scene(byte[] input, String victimsVmId) {
      this.input = ByteBuffer.wrap(input);
      this.victimsVmId = victimsVmId;
      host.addForeignFunction(HostileGuest.NEXT, (caller, given) -> next(given));
      host.addForeignFunction(HostileGuest.SHOW, (caller, given) -> show(given));
      host.addForeignFunction(HostileGuest.BAD, (caller, given) -> bad(given));
    }

    private ForeignFunction.Result next(byte[] given) {
      Callback callback = Callback.values()[given[0]];
      byte[] steps = quiet ? new byte[0] : HostileGuest.steps(input);
      byte[] answer =
          switch (callback) {
            case ON_VM_START, ON_CONFIGURE, VALIDATE_CONFIGURATION, ON_DONE ->
                HostileGuest.answering(1);
            default -> new byte[0];
          };
      byte[] all = new byte[answer.length + steps.length];
      System.arraycopy(answer, 0, all, 0, answer.length);
      System.arraycopy(steps, 0, all, answer.length, steps.length);
      return ForeignFunction.Result.ok(all);
    }

    private ForeignFunction.Result show(byte[] memory) {
      if (memory.length <= 6 << 16 && new String(memory, ISO_8859_1).contains(secret)) {
        bad.add("the secret is in the memory");
      }
      return ForeignFunction.Result.ok();
    }

    private ForeignFunction.Result bad(byte[] given) {
      if (given.length == 8) {
        ByteBuffer numbers = ByteBuffer.wrap(given).order(ByteOrder.LITTLE_ENDIAN);
        bad.add(HostileGuest.name(numbers.getInt()) + " gave " + numbers.getInt());
      }
      return ForeignFunction.Result.ok();
    }

    void play() {
      TestStream victim = victim();
      try {
        attack(hostile());
      } catch (PluginException e) {
        assertThat(e).hasMessageNotContaining(secret);
      }
      victim.requestBody("", true).response(false, ":status", "200").responseBody(secret, true);
      victim.chain.close();
      assertThat(victim.seen)
          .containsExactly(
              "upstream [:path: /" + secret + ", x-a: " + secret + "]",
              "upstream '" + secret + "' end",
              "client [:status: 200]",
              "client '" + secret + "' end");
      assertThat(bad).isEmpty();
      assertThat(log).noneMatch(line -> line.contains(secret));
      assertThat(log).noneMatch(line -> line.contains("the host's hostcall failed"));
      host.close();
    }

    /** A stream that waits for the end of its body. */
    private TestStream victim() {
      FakePlugin victim =
          new FakePlugin().on(Callback.ON_REQUEST_BODY, (calls, given) -> 1 - given[2]);
      victim.on(
          Callback.ON_VM_START,
          (calls, given) -> {
            byte[] value = secret.getBytes(ISO_8859_1);
            assertThat(calls.setSharedData("secret", value, 0)).isEqualTo(Status.OK.code());
            assertThat(calls.registerSharedQueue("private")).isEqualTo(Status.OK.code());
            return 1;
          });
      TestStream stream = stream(plugin(victimsVmId, secret, victim));
      return stream.request(false, ":path", "/" + secret, "x-a", secret).requestBody(secret, false);
    }

    private Plugin plugin(String vmId, String configuration, GuestCode code) {
      PluginConfig config =
          PluginConfig.builder(vmId)
              .vmId(vmId)
              .vmConfiguration(configuration.getBytes(ISO_8859_1))
              .configuration(configuration.getBytes(ISO_8859_1))
              .build();
      return host.start(config, code);
    }

    private Plugin hostile() {
      // Most find an early end when they misbehave at the start.
      quiet = Clusters.next(input) % 4 != 0;
      Plugin hostile = plugin("hostile", "own", HOSTILE);
      quiet = false;
      return hostile;
    }

    private TestStream stream(Plugin plugin) {
      return new TestStream(host.httpFilters(loop, List.of(plugin)), 1 << 16);
    }

    private void attack(Plugin hostile) {
      TestStream first = stream(hostile);
      TestStream second = stream(hostile);
      first.request(false, ":method", "POST", ":path", "/a?b=c", ":authority", "h", "x-a", "1");
      second.request(true, ":method", "GET", ":path", "/");
      loop.advance(3, TimeUnit.MILLISECONDS);
      clusters.answer(input);
      if (goesOn(first)) {
        first.requestBody("a body", false);
      }
      if (goesOn(first)) {
        first.chain.requestTrailers(HeaderMap.of("x-t", "2"));
      }
      for (TestStream each : List.of(first, second)) {
        if (goesOn(each)) {
          each.response(false, ":status", "200", "x-a", "3");
        }
        if (goesOn(each)) {
          each.responseBody("an answer", false);
        }
        loop.advance(3, TimeUnit.MILLISECONDS);
        if (goesOn(each)) {
          each.chain.responseTrailers(HeaderMap.of("x-t", "4"));
        }
      }
      clusters.answer(input);
      second.chain.close();
      first.chain.close();
      hostile.close();
      clusters.answer(input);
      loop.advance(1, TimeUnit.SECONDS);
    }

    /** Whether a codec would still give something to the stream. */
    private static boolean goesOn(TestStream stream) {
      return stream.seen.stream()
          .noneMatch(
              each ->
                  each.startsWith("client reset")
                      || each.startsWith("client") && each.endsWith(" end"));
    }
  }

  /** A cluster that answers what the fuzzer wants, later. */
  private static final class Clusters implements Callouts {
    private final Queue<HttpListener> calls = new ArrayDeque<>();
    private final Queue<GrpcListener> streams = new ArrayDeque<>();

    @Override
    public boolean hasCluster(String cluster) {
      return cluster.equals("cluster");
    }

    @Override
    public Cancellable httpCall(HttpRequest request, HttpListener listener) {
      calls.add(listener);
      return () -> calls.remove(listener);
    }

    @Override
    public GrpcStream grpcStream(GrpcRequest request, GrpcListener listener) {
      streams.add(listener);
      return new GrpcStream() {
        @Override
        public void send(byte[] message, boolean endStream) {}

        @Override
        public void close() {}

        @Override
        public void reset() {
          streams.remove(listener);
        }
      };
    }

    void answer(ByteBuffer input) {
      for (int i = 0; i < 20 && !calls.isEmpty(); i++) {
        if (next(input) % 4 == 0) {
          calls.remove().onFailure("reset");
        } else {
          calls
              .remove()
              .onResponse(HeaderMap.of(":status", "200"), new byte[5], HeaderMap.of("x-t", "1"));
        }
      }
      for (int i = 0; i < 20 && !streams.isEmpty(); i++) {
        answer(streams.remove(), next(input));
      }
    }

    private void answer(GrpcListener listener, int how) {
      streams.add(listener);
      if ((how & 1) != 0) {
        listener.onInitialMetadata(HeaderMap.of("x-g", "1"));
      }
      if ((how & 2) != 0 && streams.contains(listener)) {
        listener.onMessage(new byte[7]);
      }
      if ((how & 4) != 0 && streams.contains(listener)) {
        listener.onTrailingMetadata(HeaderMap.of("x-g", "2"));
      }
      if ((how & 8) != 0 && streams.remove(listener)) {
        listener.onClose(how >> 4, "over");
      }
    }

    private static int next(ByteBuffer input) {
      return input.hasRemaining() ? input.get() & 0xff : 0;
    }
  }
}
