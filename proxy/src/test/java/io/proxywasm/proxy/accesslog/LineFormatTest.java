package io.proxywasm.proxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxywasm.host.ConnectionInfo;
import io.proxywasm.host.FilterState;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.host.PropertyValue;
import io.proxywasm.host.StreamInfo;
import io.proxywasm.host.UpstreamInfo;
import io.proxywasm.proxy.config.ConfigException;
import io.proxywasm.proxy.config.LogFormat;
import io.proxywasm.proxy.config.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Envoy 1.40 wrote for the same format. */
class LineFormatTest {
  private static final long START = 1_795_331_706_637_052_000L;

  private final StreamInfo info =
      new StreamInfo(new ConnectionInfo(7, "127.0.0.1:46820", 46820, "[::1]:18050", 18050), START)
          .setProtocol("HTTP/1.1")
          .setResponseCode(200)
          .setResponseCodeDetails("via upstream")
          .setDurationNanos(4_900_000)
          .addBytesReceived(5)
          .addBytesSent(240)
          .setAttemptCount(1);
  private final HeaderMap request =
      HeaderMap.of(
          ":method",
          "GET",
          ":path",
          "/abc/def?q=1&q=2",
          ":authority",
          "host",
          "x-a",
          "\u00c3\u00bc");
  private final HeaderMap response =
      HeaderMap.of(
          ":status", "200", "content-type", "text/plain", "x-envoy-upstream-service-time", "3");

  private LogEntry entry() {
    return new LogEntry(info, request, response, HeaderMap.of("grpc-status", "5"));
  }

  private String text(String format) {
    return text(new LogFormat.Text(format, false));
  }

  private String text(LogFormat format) {
    StringBuilder out = new StringBuilder();
    LineFormat.of(format).append(out, entry());
    return out.toString();
  }

  @Test
  void shouldWriteEnvoysLineWhenNothingIsSaid() {
    info.setUpstream(new UpstreamInfo(UpstreamInfo.Host.of("127.0.0.1:18080", 18080)));
    assertThat(text(LogFormat.DEFAULT))
        .isEqualTo(
            "[2026-11-22T07:15:06.637Z] \"GET /abc/def?q=1&q=2 HTTP/1.1\" 200 - 5 240 4 3 \"-\""
                + " \"-\" \"-\" \"host\" \"127.0.0.1:18080\"\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%START_TIME%|2026-11-22T07:15:06.637Z",
        "%START_TIME(%Y/%m/%dT%H:%M:%S%z %s %3f %1f %9f %f %e %j %a %b %y %p %I %Z %E %% x)%"
            + "|2026/11/22T07:15:06+0000 1795331706 637 6 637052000 637052000 22 326 Sun Nov 26 AM"
            + " 07 UTC %E % x",
        "%REQ(X-NO?:PATH)%|/abc/def?q=1&q=2",
        "%REQ(X-NO?:PATH):3%|/ab",
        "%REQ(x-a)%|\u00c3\u00bc",
        "%RESP(X)%|-",
        "%RESP(Content-Type)%|text/plain",
        "%TRAILER(grpc-status)%|5",
        "%RESPONSE_CODE_DETAILS%|via_upstream",
        "%RESPONSE_CODE_DETAILS(ALLOW_WHITESPACES)%|via upstream",
        "%DOWNSTREAM_REMOTE_ADDRESS%|127.0.0.1:46820",
        "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%|127.0.0.1",
        "%DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT%|::1",
        "%DOWNSTREAM_LOCAL_PORT%|18050",
        "%UPSTREAM_HOST%|-",
        "%UPSTREAM_CLUSTER%|-",
        "%UPSTREAM_LOCAL_ADDRESS%|-",
        "%ROUTE_NAME%|-",
        "%CONNECTION_ID%|7",
        "%REQUEST_HEADERS_BYTES%|50",
        "%PATH(NQ)%|/abc/def",
        "%PATH%|/abc/def?q=1&q=2",
        "%QUERY_PARAM(q)%|1",
        "%QUERY_PARAM(z)%|-",
        "%GRPC_STATUS%|-",
        "%%%RESPONSE_CODE%%%x|%200%x",
        "%RESP(:STATUS):0%|''",
        "%PROTOCOL()%|HTTP/1.1",
        "%DOWNSTREAM_TLS_VERSION%|-",
        "%DYNAMIC_METADATA(a)%|-",
        "%FILTER_STATE(a)%|-",
      })
  void shouldWriteWhatEnvoyWritesForAnOperator(String format, String expected) {
    assertThat(text(format)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%NOPE%|Not supported field in StreamInfo: NOPE",
        "%REQ(%|Incorrect configuration: %REQ(%. Couldn't find valid command at position 0",
        "100%|Incorrect configuration: 100%. Couldn't find valid command at position 3",
        "a %req(a)%|Incorrect configuration: a %req(a)%. Couldn't find valid command at position 2",
        "%REQ%|REQ requires parameters",
        "%REQ()%|REQ requires parameters",
        "%REQ(a?b?c)%|More than 1 alternative header specified in token: a?b?c",
        "%REQ(a)b)%|Invalid header configuration. Format string contains invalid characters.",
        "%RESPONSE_CODE(1)%|RESPONSE_CODE does not take any parameters or length",
        "%PROTOCOL:3%|PROTOCOL does not take any parameters or length",
        "%START_TIME:3%|START_TIME does not allow length to be specified.",
        "%DYNAMIC_METADATA%|DYNAMIC_METADATA requires parameters",
        "%FILTER_STATE%|Invalid filter state configuration, key cannot be empty.",
        "%FILTER_STATE(a:BAD)%"
            + "|Invalid filter state serialize type, only support PLAIN/TYPED/FIELD.",
        "%PATH(XX)%|Invalid PATH option: 'XX', only 'WQ'/'NQ' are allowed",
        "%GRPC_STATUS(X)%"
            + "|GrpcStatusFormatter only supports CAMEL_STRING, SNAKE_STRING or NUMBER. Got: X",
      })
  void shouldRefuseInEnvoysWordsWhenAFormatIsWrong(String format, String message) {
    assertThatThrownBy(() -> text(format)).isInstanceOf(ConfigException.class).hasMessage(message);
  }

  @Test
  void shouldTellFlagsWhenSomeAreSet() {
    info.addResponseFlags(1 << 5 | 1 << 15);
    assertThat(text("%RESPONSE_FLAGS% %RESPONSE_FLAGS_LONG%"))
        .isEqualTo("UF,URX UpstreamConnectionFailure,UpstreamRetryLimitExceeded");
  }

  @Test
  void shouldTellTheStatusOfGrpcWhenTheRequestIsOne() {
    request.add("content-type", "application/grpc");
    assertThat(text("%GRPC_STATUS% %GRPC_STATUS(SNAKE_STRING)% %GRPC_STATUS_NUMBER%"))
        .isEqualTo("NotFound NOT_FOUND 5");
  }

  @Test
  void shouldShowWhatAPluginKeptWithTheStream() {
    info.filterState()
        .set(
            "wasm.k",
            new PropertyValue.Bytes(new byte[] {'h', 'e', '"', 'l', 'o'}),
            FilterState.LifeSpan.STREAM);
    info.setDynamicMetadata(
        "ns", PropertyValue.struct(Map.of("s", "text", "o", Map.of("n", List.of(1, 2.5, true)))));
    assertThat(text("%FILTER_STATE(wasm.k)% %FILTER_STATE(wasm.k:PLAIN)% %FILTER_STATE(wasm.k):4%"))
        .isEqualTo(
            "{\"@type\":\"type.googleapis.com/google.protobuf.BytesValue\",\"value\":\"aGUibG8=\"}"
                + " he\"lo {\"@t");
    assertThat(text("%DYNAMIC_METADATA(ns:s)% %DYNAMIC_METADATA(ns:o)% %DYNAMIC_METADATA(ns:x)%"))
        .isEqualTo("text {\"n\":[1,2.5,true]} -");
  }

  @Test
  void shouldOmitWhatHasNoValueWhenAsked() {
    assertThat(text(new LogFormat.Text("<%RESP(none)%>", true))).isEqualTo("<>");
  }

  private static Value.Text value(String text) {
    return new Value.Text(text);
  }

  @Test
  void shouldWriteJsonSortedAndTypedWhenAsked() {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("n", value("%BYTES_SENT%"));
    fields.put("s", value("%REQ(nope)%"));
    fields.put("t", value("x%REQ(nope)%y"));
    fields.put("c", value("%RESPONSE_CODE%"));
    fields.put("two", value("%RESPONSE_CODE% %DURATION%"));
    fields.put(
        "o",
        new Value.Struct(
            Map.of(
                "l",
                new Value.Items(
                    List.of(
                        new Value.Num(1),
                        new Value.Num(2.5),
                        new Value.Bool(true),
                        new Value.Null(),
                        value("%PROTOCOL%"))))));
    fields.put("u", value("\u00e4\"\n\u0001"));
    fields.put("a", value("%REQ(x-a)%"));
    assertThat(text(new LogFormat.Json(new Value.Struct(fields), false)))
        .isEqualTo(
            "{\"a\":\"\u00c3\u00bc\",\"c\":200,\"n\":240,"
                + "\"o\":{\"l\":[1,2.5,true,null,\"HTTP/1.1\"]},\"s\":null,\"t\":\"x-y\","
                + "\"two\":\"200 4\",\"u\":\"\u00c3\u00a4\\\"\\n\\u0001\"}\n");
  }

  @Test
  void shouldWriteValidJsonWhenAHeaderIsNoUtf8() {
    request.set("x-a", "\u00ff\u00c3\u00a4");
    Value.Struct format = new Value.Struct(Map.of("x", value("%REQ(x-a)%")));
    assertThat(text(new LogFormat.Json(format, false)))
        .isEqualTo("{\"x\":\"\\u00ff\\u00c3\\u00a4\"}\n");
  }

  @Test
  void shouldLeaveOutMembersWithoutAValueWhenAsked() {
    Value.Struct format =
        new Value.Struct(
            Map.of("a", value("%REQ(none)%"), "b", value("%PROTOCOL%"), "c", value("%RESP(x)%")));
    assertThat(text(new LogFormat.Json(format, true))).isEqualTo("{\"b\":\"HTTP/1.1\"}\n");
  }
}
