package io.proxywasm.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Hostcalls;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Property paths and the arguments of foreign functions, whatever their bytes are, end in a status,
 * and take no more memory than Envoy's limits allow.
 */
class PropertyFuzzTest {
  private static final int HIGHEST_STATUS = 12;
  private static final int SPLIT = '\n';
  private static final List<String> FUNCTIONS =
      List.of(
          "compress",
          "uncompress",
          "sign",
          "verify_signature",
          "set_envoy_filter_state",
          "declare_property",
          "clear_route_cache");

  static Stream<byte[]> seeds() {
    Stream<String> paths =
        Stream.of(
            "request\0path",
            "request\0headers\0x-a",
            "request",
            "response\0code",
            "connection\0requested_server_name",
            "connection\0id",
            "upstream\0address",
            "source\0port",
            "node\0id",
            "xds\0route_name",
            "xds\0route_metadata\0filter_metadata\0a",
            "metadata\0filter_metadata\0a",
            "filter_state\0wasm.own\0x",
            "wasm\0own",
            "plugin_name",
            "plugin_root_id\0",
            "listener_direction",
            "cluster_metadata",
            "route_metadata",
            "");
    Stream<byte[]> functions =
        Stream.of(
            arguments(0, "text text text text"),
            arguments(1, "x\u009c\3\0\0\0\0\1"),
            arguments(2, "\n\6sha256\22\3key\32\4data"),
            arguments(3, "\n\6sha256\22\3key\32\3sig\"\4data"),
            arguments(4, "\n\3own\22\1v\30\2"),
            arguments(5, "\n\3own\20\1\32\0"),
            arguments(6, ""));
    return Stream.concat(
        paths.map(path -> (char) 200 + path + "\nvalue").map(text -> text.getBytes(ISO_8859_1)),
        functions);
  }

  private static byte[] arguments(int function, String text) {
    return ((char) function + text).getBytes(ISO_8859_1);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void shouldEndInAStatus(byte[] input) {
    check(input);
  }

  @Test
  void shouldEndInAStatusWhenSeedsAreChanged() {
    ShortFuzz.run(seeds(), PropertyFuzzTest::check);
  }

  private static void check(byte[] input) {
    TestLoop loop = new TestLoop();
    List<String> log = new ArrayList<>();
    Host host = TestStream.host(loop, Callouts.NONE, log);
    FakePlugin plugin = new FakePlugin();
    plugin.on(Callback.ON_VM_START, (calls, given) -> call(calls, input));
    plugin.on(Callback.ON_REQUEST_HEADERS, (calls, given) -> call(calls, input) & 0);
    plugin.on(Callback.ON_LOG, (calls, given) -> call(calls, input));
    HttpFilters filters =
        host.httpFilters(loop, List.of(host.start(PluginConfig.named("p"), plugin)));
    TestStream stream = new TestStream(filters, 0);
    stream.request(true, ":method", "GET", ":path", "/a?b", ":authority", "h", "x-a", "1");
    stream.response(true, ":status", "200", "x-a", "2");
    stream.chain.close();
    host.close();
    assertThat(stream.seen).filteredOn(seen -> !seen.equals("clear route cache")).hasSize(2);
    assertThat(log).noneMatch(line -> line.contains("failed: java."));
  }

  private static int call(Hostcalls calls, byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    int kind = in.hasRemaining() ? in.get() & 0xff : 0;
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    if (kind < 200) {
      String name = FUNCTIONS.get(kind % FUNCTIONS.size());
      check(calls.callForeignFunction(name, rest));
      assertThat(calls.output().toByteArray()).hasSize(calls.output().size());
      return 1;
    }
    String text = new String(rest, ISO_8859_1);
    int split = text.indexOf(SPLIT);
    String path = split < 0 ? text : text.substring(0, split);
    String value = split < 0 ? "" : text.substring(split + 1);
    check(calls.getProperty(path));
    assertThat(calls.output().toByteArray()).hasSize(calls.output().size());
    if (calls.setProperty(path, value.getBytes(ISO_8859_1)) == 0) {
      check(calls.getProperty(path));
      check(calls.getProperty("wasm\0" + path));
    }
    return 1;
  }

  private static void check(int status) {
    assertThat(status).isBetween(0, HIGHEST_STATUS);
  }
}
