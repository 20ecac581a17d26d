package io.proxywasm.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.BufferType;
import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.MapType;
import io.proxywasm.abi.MetricType;
import io.proxywasm.abi.StreamType;
import org.junit.jupiter.api.Test;

class CodesTest {
  @Test
  void shouldBeTheNumbersOfTheAbi() {
    assertThat(Codes.LOG_TRACE).isEqualTo(LogLevel.TRACE.code());
    assertThat(Codes.LOG_DEBUG).isEqualTo(LogLevel.DEBUG.code());
    assertThat(Codes.LOG_INFO).isEqualTo(LogLevel.INFO.code());
    assertThat(Codes.LOG_WARN).isEqualTo(LogLevel.WARN.code());
    assertThat(Codes.LOG_ERROR).isEqualTo(LogLevel.ERROR.code());
    assertThat(Codes.LOG_CRITICAL).isEqualTo(LogLevel.CRITICAL.code());
    assertThat(Codes.REQUEST_HEADERS).isEqualTo(MapType.HTTP_REQUEST_HEADERS.code());
    assertThat(Codes.REQUEST_TRAILERS).isEqualTo(MapType.HTTP_REQUEST_TRAILERS.code());
    assertThat(Codes.RESPONSE_HEADERS).isEqualTo(MapType.HTTP_RESPONSE_HEADERS.code());
    assertThat(Codes.RESPONSE_TRAILERS).isEqualTo(MapType.HTTP_RESPONSE_TRAILERS.code());
    assertThat(Codes.CALL_RESPONSE_HEADERS).isEqualTo(MapType.HTTP_CALL_RESPONSE_HEADERS.code());
    assertThat(Codes.CALL_RESPONSE_TRAILERS).isEqualTo(MapType.HTTP_CALL_RESPONSE_TRAILERS.code());
    assertThat(Codes.REQUEST_BODY).isEqualTo(BufferType.HTTP_REQUEST_BODY.code());
    assertThat(Codes.RESPONSE_BODY).isEqualTo(BufferType.HTTP_RESPONSE_BODY.code());
    assertThat(Codes.CALL_RESPONSE_BODY).isEqualTo(BufferType.HTTP_CALL_RESPONSE_BODY.code());
    assertThat(Codes.VM_CONFIGURATION).isEqualTo(BufferType.VM_CONFIGURATION.code());
    assertThat(Codes.PLUGIN_CONFIGURATION).isEqualTo(BufferType.PLUGIN_CONFIGURATION.code());
    assertThat(Codes.REQUEST_STREAM).isEqualTo(StreamType.HTTP_REQUEST.code());
    assertThat(Codes.RESPONSE_STREAM).isEqualTo(StreamType.HTTP_RESPONSE.code());
    assertThat(Codes.COUNTER).isEqualTo(MetricType.COUNTER.code());
    assertThat(Codes.GAUGE).isEqualTo(MetricType.GAUGE.code());
    assertThat(Codes.HISTOGRAM).isEqualTo(MetricType.HISTOGRAM.code());
  }
}
