package io.proxywasm.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.proxywasm.json.Json;
import io.proxywasm.json.JsonReader;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void shouldSendBodiesOfTheSizesThatItsTitleSays() {
    assertThat(Workload.BODY.body().getBytes(UTF_8)).hasSize(65536);
    assertThat(Workload.JSON.body().getBytes(UTF_8)).hasSize(4096);
    assertThat(new String(Workload.JSON.request(), UTF_8))
        .startsWith("POST ")
        .contains("content-length: 4096\r\n")
        .endsWith(Workload.JSON.body());
    assertThat(new String(Workload.COUNTER.request(), UTF_8))
        .startsWith("GET ")
        .endsWith("\r\n\r\n");
  }

  @Test
  void shouldSendJson() {
    String document = Workload.JSON.body();

    assertThat(Json.parse(JsonReader.of(document)).asObject().names())
        .contains("id", "customer", "items", "total");
    assertThat(document.strip().length()).isGreaterThan(3900);
  }

  @Test
  void shouldSeeInAResponseWhetherThePluginWorked() {
    HttpHeaders plain = new DefaultHttpHeaders();
    HttpHeaders filtered = new DefaultHttpHeaders().add("x-b", "c");

    assertThat(Workload.HEADERS.wrong(plain, false)).isNull();
    assertThat(Workload.HEADERS.wrong(plain, true)).isEqualTo("without the plugin's header");
    assertThat(Workload.HEADERS.wrong(filtered, true)).isNull();
  }

  @Test
  void shouldSeeInAResponseWhatTheUpstreamGot() {
    HttpHeaders all = new DefaultHttpHeaders().add(LoadUpstream.RECEIVED, "65536");

    assertThat(Workload.BODY.wrong(all, false)).isNull();
    assertThat(Workload.BODY.wrong(all, true))
        .matches("the upstream got 65536 bytes instead of 6\\d{4}");
  }

  @Test
  void shouldMakeFewerRequestsWhereEachDoesMore() {
    assertThat(Workload.HEADERS.share(5000)).isEqualTo(5000);
    assertThat(Workload.BODY.share(5000)).isEqualTo(1000);
    assertThat(Workload.BODY.share(1)).isEqualTo(1);
  }
}
