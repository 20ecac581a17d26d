package io.proxywasm.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class EchoUpstreamTest {
  @Test
  void shouldShowHeadersInTheirOrder() throws IOException {
    assertThat(send("GET /x?y HTTP/1.1\r\nB: 2\r\na: 1\r\nB: 3\r\nconnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\nGET /x?y HTTP/1.1\nB: 2\na: 1\nB: 3\nconnection: close\n");
  }

  @Test
  void shouldShowBodyAndTrailersWhenTheRequestIsChunked() throws IOException {
    assertThat(
            send(
                "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
                    + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nchecksum: 7\r\n\r\n"))
        .endsWith("\n\nabcde\n\nchecksum: 7\n");
  }

  @Test
  void shouldAnswerSeveralRequestsOnOneConnection() throws IOException {
    assertThat(
            send(
                "PUT /1 HTTP/1.1\r\ncontent-length: 2\r\n\r\nhi"
                    + "HEAD /2 HTTP/1.1\r\n\r\n"
                    + "GET /3 HTTP/1.1\r\nconnection: close\r\n\r\n"))
        .contains("PUT /1 HTTP/1.1\ncontent-length: 2\n\nhi\n")
        .doesNotContain("HEAD /2")
        .endsWith("GET /3 HTTP/1.1\nconnection: close\n");
  }

  private static String send(String request) throws IOException {
    try (EchoUpstream echo = EchoUpstream.start();
        RawClient client = RawClient.connect(echo.port())) {
      return client.send(request);
    }
  }
}
