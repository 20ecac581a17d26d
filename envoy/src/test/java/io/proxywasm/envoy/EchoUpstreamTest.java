package io.proxywasm.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class EchoUpstreamTest {
  @Test
  void shouldShowHeadersInTheirOrder() throws IOException {
    String answer =
        send(
            """
            GET /x?y HTTP/1.1
            B: 2
            a: 1
            B: 3
            connection: close

            """);

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\nGET /x?y HTTP/1.1\nB: 2\na: 1\nB: 3\nconnection: close\n");
  }

  @Test
  void shouldShowBodyAndTrailersWhenTheRequestIsChunked() throws IOException {
    String answer =
        send(
            """
            POST / HTTP/1.1
            transfer-encoding: chunked
            connection: close

            3
            abc
            2;x=y
            de
            0
            checksum: 7

            """);

    assertThat(answer).endsWith("\n\nabcde\n\nchecksum: 7\n");
  }

  @Test
  void shouldAnswerSeveralRequestsOnOneConnection() throws IOException {
    String answer =
        send(
            """
            PUT /1 HTTP/1.1
            content-length: 2

            hiHEAD /2 HTTP/1.1

            GET /3 HTTP/1.1
            connection: close

            """);

    assertThat(answer)
        .contains("PUT /1 HTTP/1.1\ncontent-length: 2\n\nhi\n")
        .doesNotContain("HEAD /2")
        .endsWith("GET /3 HTTP/1.1\nconnection: close\n");
  }

  private static String send(String request) throws IOException {
    try (EchoUpstream echo = EchoUpstream.start();
        RawClient client = RawClient.connect(echo.port())) {
      return client.send(request.replace("\n", "\r\n"));
    }
  }
}
